import FaultInjection
import Glibc
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

/// A directory of one test's own, with the built `mirror` at hand; removed at the end.
final class Workshop: Sendable {
  let root: String

  init() throws {
    let made = try FileSystem.makeTemporaryDirectory("/tmp/mirror-workshop-")
    root = FileSystem.resolve(made) ?? made
  }

  deinit { FileSystem.removeTree(root) }

  func path(_ name: String) -> String { root + "/" + name }

  /// The built executable, which lies beside the one that runs the tests.
  static let executable: String? = {
    guard let own = FileSystem.resolve("/proc/self/exe"), let slash = own.lastIndex(of: "/") else {
      return nil
    }
    let path = own[..<slash] + "/mirror"
    return access(String(path), X_OK) == 0 ? String(path) : nil
  }()

  /// Runs a program to its end in this directory.
  func run(_ command: [String], _ change: (inout Launch) -> Void = { _ in }) throws -> RunResult {
    let name = command[0].contains("/") ? command[0] : try Subject(command: [command[0]]).executable
    var launch = Launch(
      executable: name, arguments: command,
      environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(root)", "LC_ALL=C.UTF-8"], directory: root)
    launch.deadline = 120
    change(&launch)
    return try PlainRun(launch).finish()
  }

  /// Runs `mirror` with arguments.
  func mirror(_ arguments: String...) throws -> RunResult { try mirror(arguments) }

  func mirror(_ arguments: [String]) throws -> RunResult {
    let executable = try #require(Self.executable, "mirror is not built: run `swift build` first")
    return try run([executable] + arguments)
  }

  /// Runs `mirror conform` and reads its JSON report.
  func conform(_ arguments: [String]) throws -> (ending: Ending, report: JSONValue) {
    let result = try mirror(["conform", "--report", "json=-"] + arguments)
    return (result.ending, try StrictJSON.read(result.standardOutput))
  }

  /// Runs a shell script to its end in this directory.
  func shell(_ script: String, _ change: (inout Launch) -> Void = { _ in }) throws -> RunResult {
    try run(["/bin/sh", "-c", script], change)
  }

  /// Writes an executable shell script.
  func script(_ name: String, _ text: String) throws -> String {
    try FileSystem.write(path(name), Array("#!/bin/sh\n\(text)\n".utf8), mode: 0o755)
    return path(name)
  }

  /// A key generator around the reference that does something more with `$dir` when it has succeeded.
  func variant(_ name: String, afterwards: String) throws -> String {
    let executable = try #require(Self.executable, "mirror is not built: run `swift build` first")
    return try script(
      name,
      """
      \(executable) keygen "$@" || exit
      dir=.
      while [ $# -gt 0 ]; do
        case $1 in
          -o | --output-dir) dir=$2; shift ;;
          --output-dir=*) dir=${1#*=} ;;
        esac
        shift
      done
      \(afterwards)
      """)
  }
}

extension RunResult {
  var output: String { String(decoding: standardOutput, as: UTF8.self) }
  var errors: String { String(decoding: standardError, as: UTF8.self) }
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

extension JSONValue {
  /// The result of one requirement in a report.
  func result(_ requirement: RequirementID) -> JSONValue? {
    self["results"]?.arrayValue?.first { $0["requirement"]?.stringValue == requirement.rawValue }
  }

  /// A number of the summary.
  func summary(_ name: String) -> Int? {
    guard case .number(let text)? = self["summary"]?[name] else { return nil }
    return Int(text)
  }
}
