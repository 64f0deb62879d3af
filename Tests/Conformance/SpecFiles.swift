import Foundation

/// Files of the project that tests read.
enum SpecFiles {
  /// The root of the project.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let keygen = root.appendingPathComponent("spec/keygen.md")
  static let login = root.appendingPathComponent("spec/login.md")
  static let schemas = root.appendingPathComponent("spec/schemas")

  static func read(_ url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8)
  }
}
