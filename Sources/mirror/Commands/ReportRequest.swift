internal import ArgumentParser
internal import Glibc

/// A report that the user asked for, as `FORMAT=PATH`.
struct ReportRequest: ExpressibleByArgument {
  /// The formats that can be written.
  private static let formats = ["json"]

  let format: String
  let path: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), Self.formats.contains(String(argument[..<sign])) else {
      return nil
    }
    format = String(argument[..<sign])
    path = String(argument[argument.index(after: sign)...])
    if path.isEmpty { return nil }
  }

  /// Writes a report in full, or fails with a message.
  func write(_ text: String) throws {
    let descriptor = path == "-" ? 1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("open") }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("write") }
      rest = rest.dropFirst(count)
    }
    if path != "-", close(descriptor) != 0 { throw failure("close") }
  }

  private func failure(_ operation: String) -> ExitCode {
    printError("mirror: cannot \(operation) the report \(path): \(String(cString: strerror(errno)))")
    return ExitCode(70)
  }
}
