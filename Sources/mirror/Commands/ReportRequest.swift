internal import ArgumentParser

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
}
