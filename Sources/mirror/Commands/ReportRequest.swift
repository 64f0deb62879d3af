internal import ArgumentParser
internal import Reports

/// A report that the user asked for, as `FORMAT=PATH`.
struct ReportRequest {
  let format: ReportFormat
  let path: String

  /// Reads `FORMAT=PATH`.
  ///
  /// - Throws: `ValidationError`, with the formats that there are.
  init(_ argument: String) throws {
    let known = "FORMAT=PATH is wanted, and the formats are: " + Self.formatNames
    guard let sign = argument.firstIndex(of: "=") else {
      throw ValidationError("there is no '='. \(known)")
    }
    let name = String(argument[..<sign])
    path = String(argument[argument.index(after: sign)...])
    guard let format = ReportFormat(rawValue: name) else {
      throw ValidationError("no format '\(name)'. \(known)")
    }
    self.format = format
    guard !path.isEmpty else { throw ValidationError("the path is empty. \(known)") }
  }

  /// Every format, for a message.
  static let formatNames = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
}
