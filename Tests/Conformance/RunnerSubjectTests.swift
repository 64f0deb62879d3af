import FaultInjection
import Glibc
import SpecHarness
import SystemSupport
import Testing

@Suite("Finding the subject")
struct RunnerSubjectTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// A path that leads from the working directory of the tests to an absolute one.
  private static func relative(_ path: String) throws -> String {
    let here = try #require(FileSystem.resolve("."))
    return String(repeating: "../", count: here.split(separator: "/").count) + path.dropFirst()
  }

  @Test("A bare name is searched for along PATH and keeps its name")
  func search() throws {
    let subject = try Subject(command: ["sh", "-c", "true"])
    #expect(subject.executable.hasPrefix("/") && subject.executable.hasSuffix("/sh"))
    #expect(subject.arguments == ["sh", "-c", "true"])
    #expect(subject.shown == ["sh", "-c", "true"])
  }

  @Test("A relative path to the executable is made absolute, a name in the working directory is not tried")
  func relativeExecutable() throws {
    let script = try workshop.script("keygen", "exit 0")
    let subject = try Subject(command: [try Self.relative(script)])
    #expect(FileSystem.resolve(subject.executable) == script)
    #expect(subject.executable.hasPrefix("/"))
    #expect(subject.arguments == [subject.executable])
    #expect(throws: SubjectError.self) { try Subject(command: ["Package.swift"]) }
  }

  @Test("Arguments that are paths to something are made absolute, others stay as they are")
  func relativeArguments() throws {
    let config = try workshop.script("config.json", "")
    let rest = [
      try Self.relative(config), config, "keygen", "--flag", "-o", "--file=./x", "missing/file.py", "1.5", "",
      ".x",
    ]
    let subject = try Subject(command: ["sh"] + rest)
    #expect(subject.arguments.count == rest.count + 1)
    #expect(subject.arguments[1].hasPrefix("/"))
    #expect(FileSystem.resolve(subject.arguments[1]) == config)
    #expect(Array(subject.arguments[2...]) == Array(rest[1...]))
    #expect(subject.shown == ["sh"] + rest)
  }

  @Test("What is missing, no file or not executable is an error that names it")
  func errors() throws {
    let text = try workshop.script("text", "")
    try FileSystem.setMode(text, 0o644)
    for (name, reason) in [
      ("/nonexistent/keygen", "No such file or directory"), ("no-such-program-anywhere", "not found on PATH"),
      (workshop.root, "not a regular file"), (text, "Permission denied"), ("./no-such", "No such file"),
    ] {
      let error = #expect(throws: SubjectError.self) { try Subject(command: [name]) }
      #expect(
        error?.description.hasPrefix("cannot start \(name): \(reason)") == true,
        "\(String(describing: error))")
    }
    #expect(throws: SubjectError.self) { try Subject(command: []) }
    #expect(throws: SubjectError.self) { try Subject(command: [""]) }
  }

  @Test("The documented forms say what they are")
  func forms() {
    #expect(
      InvocationForm.allCases.map { $0.arguments(directory: "d") } == [
        ["-o", "d"], ["--output-dir", "d"], ["--output-dir=d"], [],
      ])
    #expect(InvocationForm.allCases.map(\.usage).last == "no flag")
  }
}
