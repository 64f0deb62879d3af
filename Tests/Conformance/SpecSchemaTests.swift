import Foundation
import StrictFormats
import Testing

/// Runs `spec/schemas/check.py`, which needs a Python package that is not everywhere.
private enum SchemaChecker {
  static let isThere: Bool = {
    (try? check("report", []).status) == 0
  }()

  /// - Returns: the exit status, and the lines on standard output.
  static func check(_ schema: String, _ files: [URL]) throws -> (status: Int32, lines: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = SpecFiles.schemas.appendingPathComponent("check.py").path
    let schemaPath = SpecFiles.schemas.appendingPathComponent("\(schema).schema.json").path
    process.arguments = ["python3", script, schemaPath] + files.map(\.path)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text.split(separator: "\n").map(String.init))
  }
}

private let schemas = ["public-key-set", "private-key-set", "report", "token", "docker-config"]

@Suite("The JSON Schemas")
struct SpecSchemaTests {
  private static func examples(_ schema: String, _ kind: String) throws -> [URL] {
    let folder = SpecFiles.schemas.appendingPathComponent("examples/\(schema)/\(kind)")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  @Test("Schemas and examples are strict JSON, and each schema names its draft", arguments: schemas)
  func strictJSON(schema: String) throws {
    let file = try Data(contentsOf: SpecFiles.schemas.appendingPathComponent("\(schema).schema.json"))
    let value = try StrictJSON.read([UInt8](file))
    #expect(value["$schema"]?.stringValue == "https://json-schema.org/draft/2020-12/schema")
    for kind in ["good", "bad"] {
      let examples = try Self.examples(schema, kind)
      #expect(examples.count >= (kind == "good" ? 3 : 20))
      for example in examples {
        #expect(throws: Never.self) { try StrictJSON.read([UInt8](Data(contentsOf: example))) }
      }
    }
  }

  @Test(
    "Good examples are valid, every bad one is not",
    .enabled(if: SchemaChecker.isThere, "needs python3 with the package jsonschema"), arguments: schemas)
  func examples(schema: String) throws {
    let good = try Self.examples(schema, "good")
    let accepted = try SchemaChecker.check(schema, good)
    #expect(accepted.status == 0)
    #expect(accepted.lines == good.map { "valid \($0.path)" })

    let bad = try Self.examples(schema, "bad")
    let rejected = try SchemaChecker.check(schema, bad)
    #expect(rejected.status == 1)
    #expect(rejected.lines.count == bad.count)
    for line in rejected.lines { #expect(line.hasPrefix("invalid "), "\(line)") }
  }
}
