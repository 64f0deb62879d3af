import Foundation
import Synchronization

/// The programs of `Subjects`, compiled once for each test run.
enum SubjectPrograms {
  /// Where the sources are.
  static let sources = SpecFiles.root.appendingPathComponent("Tests/Conformance/Subjects")

  /// Why a program could not be made.
  struct Failure: Error, CustomStringConvertible {
    let description: String
    /// Whether it is only that a tool is not installed.
    var isMissingTool = false
  }

  /// The compiled programs.
  enum Program: String, CaseIterable {
    case sodium
    case openssl
    case go
    case mutant
    /// The `login` of `Subjects/login`, which takes the name of a mutation.
    case login
    case loginGo
    /// Go as it is often written, linked statically or not.
    case upstream
    case upstreamDynamic
    /// A directory of Java classes.
    case java
  }

  private static let directory = SpecFiles.root.appendingPathComponent(".build/subjects-\(getpid())")
  private static let made = Mutex<[Program: Result<String, Failure>]>([:])

  /// The path of a compiled program.
  static func path(_ program: Program) throws(Failure) -> String {
    try made.withLock { made in
      if let known = made[program] { return known }
      let result = Result { () throws(Failure) in try build(program) }
      made[program] = result
      return result
    }.get()
  }

  /// The path of an installed tool.
  static func tool(_ names: String...) throws(Failure) -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    for name in names {
      let candidates = name.hasPrefix("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
      if let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) { return found }
    }
    throw Failure(description: "none of \(names.joined(separator: ", ")) is installed", isMissingTool: true)
  }

  /// Runs a command to its end; returns its exit status and what it printed on both streams.
  static func run(_ command: [String], environment: [String: String] = [:]) throws(Failure) -> (
    status: Int32, output: String
  ) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Failure(description: "\(command[0]): \(error)")
    }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static func build(_ program: Program) throws(Failure) -> String {
    let output = directory.appendingPathComponent(program.rawValue).path
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw Failure(description: "\(directory.path): \(error)")
    }
    atexit { SubjectPrograms.removeBuilt() }
    let result = try run(
      try command(program, output: output),
      environment: [
        "GO111MODULE": "off", "CGO_ENABLED": program == .upstreamDynamic ? "1" : "0",
        "GOCACHE": directory.appendingPathComponent("go-cache").path,
      ])
    guard result.status == 0 else {
      throw Failure(description: "\(program.rawValue) does not compile:\n\(result.output)")
    }
    return output
  }

  private static func command(_ program: Program, output: String) throws(Failure) -> [String] {
    func source(_ name: String) -> String { sources.appendingPathComponent(name).path }
    switch program {
    case .sodium:
      return [try tool("cc", "gcc", "clang"), "-O1", "-o", output, source("sodium.c"), "-lsodium"]
    case .openssl:
      return [try tool("cc", "gcc", "clang"), "-O1", "-o", output, source("openssl.c"), "-lcrypto"]
    case .go:
      return [try tool("go"), "build", "-o", output, source("go/main.go")]
    case .upstream, .upstreamDynamic:
      return [try tool("go"), "build", "-o", output, source("upstream/main.go")]
    case .java:
      return [try tool("javac"), "-d", output, source("Careful.java")]
    case .loginGo:
      return [try tool("go"), "build", "-o", output, source("login/go/main.go")]
    case .mutant:
      return [try tool("cc", "gcc", "clang"), "-O1", "-o", output] + cFiles(in: source("mutant")) + [
        "-lsodium"
      ]
    case .login:
      return [try tool("cc", "gcc", "clang"), "-O1", "-o", output] + cFiles(in: source("login")) + [
        "-lsodium", "-lm",
      ]
    }
  }

  private static func cFiles(in directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(".c") }.sorted().map { "\(directory)/\($0)" }
  }

  private static func removeBuilt() {
    try? FileManager.default.removeItem(at: directory)
  }
}
