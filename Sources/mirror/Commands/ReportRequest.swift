internal import ArgumentParser

/// A report that the user asked for, as `FORMAT=PATH`.
struct ReportRequest {
  /// The formats that can be written.
  private static let formats = ["json"]

  let format: String
  let path: String

  /// Reads `FORMAT=PATH`.
  ///
  /// - Throws: `ValidationError`, with the formats that there are.
  init(_ argument: String) throws {
    let known = "FORMAT=PATH is wanted, and the formats are: " + Self.formats.joined(separator: ", ")
    guard let sign = argument.firstIndex(of: "=") else {
      throw ValidationError("there is no '='. \(known)")
    }
    format = String(argument[..<sign])
    path = String(argument[argument.index(after: sign)...])
    guard Self.formats.contains(format) else { throw ValidationError("no format '\(format)'. \(known)") }
    guard !path.isEmpty else { throw ValidationError("the path is empty. \(known)") }
  }
}
