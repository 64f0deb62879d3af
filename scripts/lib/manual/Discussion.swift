/// The longer text of a command, divided as a manual page is.
struct Discussion {
  /// Paragraphs, and blocks of indented lines.
  var description: [String] = []
  var exitStatuses: [(status: String, meaning: String)] = []
  var examples: [String] = []

  init(_ text: String) {
    var section = ""
    var block: [Substring] = []
    for line in (text + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        take(block, of: section)
        block = []
        section = ""
      } else if Self.isHeading(line) {
        section = String(line)
      } else {
        block.append(line)
      }
    }
  }

  private static func isHeading(_ line: Substring) -> Bool {
    ["EXAMPLE", "EXAMPLES", "EXIT STATUS"].contains(line)
  }

  private mutating func take(_ block: [Substring], of section: String) {
    guard let first = block.first else { return }
    switch section {
    case "EXIT STATUS":
      for line in block { exitStatuses += Self.statuses(in: line) }
    case "EXAMPLE", "EXAMPLES":
      examples += block.map { Roff.example($0.trimmingPrefix(while: \.isWhitespace)) }
    default:
      if first.hasPrefix("  ") {
        let lines = block.map { Roff.example($0.trimmingPrefix(while: \.isWhitespace)) }
        description += [".Bd -literal -offset indent"] + lines + [".Ed"]
      } else {
        if !description.isEmpty { description.append(".Pp") }
        description += Roff.prose(block.joined(separator: " "))
      }
    }
  }

  /// The statuses of a line such as `0 written, whatever the verdict; 64 usage error`.
  private static func statuses(in line: Substring) -> [(status: String, meaning: String)] {
    let marked = String(line).replacing(/[,;] (?=[0-9]+ )/, with: "\n")
    return marked.split(separator: "\n").map { part in
      let words = part.trimmingPrefix(while: \.isWhitespace)
      let status = words.prefix { $0.isNumber }
      return (String(status), String(words.dropFirst(status.count + 1)))
    }
  }
}
