import Foundation

// Writes a manual page for each command: manual DIRECTORY VERSION SECONDS < what --experimental-dump-help prints.
// SECONDS since 1970 are the date of the pages.

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("manual: \(message)\n".utf8))
  exit(1)
}

guard CommandLine.arguments.count == 4, let seconds = TimeInterval(CommandLine.arguments[3]) else {
  fail("usage: manual DIRECTORY VERSION SECONDS < DUMP")
}
let directory = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
let formatter = DateFormatter()
formatter.locale = Locale(identifier: "en_US_POSIX")
formatter.timeZone = TimeZone(secondsFromGMT: 0)
formatter.dateFormat = "MMMM d, yyyy"
let date = formatter.string(from: Date(timeIntervalSince1970: seconds))

func write(_ command: Command) throws {
  let page = Page(command: command, version: CommandLine.arguments[2], date: date)
  let file = directory.appendingPathComponent(command.pageName + ".1")
  try Data(page.text.utf8).write(to: file)
  for subcommand in command.documented { try write(subcommand) }
}

do {
  let tool = try JSONDecoder().decode(
    Tool.self, from: FileHandle.standardInput.readDataToEndOfFile())
  try write(tool.command)
} catch {
  fail("\(error)")
}
