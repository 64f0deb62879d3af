import FaultInjection
import Glibc
import KeygenSuite
import SpecHarness
import Synchronization
import SystemSupport
import Testing

/// A place of its own for one engine test, removed at the end.
final class EngineLab: Sendable {
  let root: String
  var output: String { root + "/work/out" }
  var work: String { root + "/work" }

  init() throws {
    var template = Array("/tmp/mirror-engine-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw EngineLabError(text: "mkdtemp: \(errnoText(errno))") }
    var resolved = text(ofCString: template)
    if let real = realpath(resolved, nil) {
      resolved = String(cString: real)
      free(real)
    }
    root = resolved
    mkdir(root + "/work", 0o755)
    mkdir(root + "/tmp", 0o755)
  }

  /// The two files that the engine's test programs write.
  var files: [WatchedFile] { Self.files(in: output) }

  static func files(in output: String) -> [WatchedFile] {
    [
      WatchedFile(.privkey, at: output + "/privkey.json", .writtenAnew),
      WatchedFile(.pubkey, at: output + "/pubkey.json", .writtenAnew),
    ]
  }

  deinit { _ = try? Self.run(["rm", "-rf", root]) }

  static func find(_ name: String) -> String? {
    if name.contains("/") { return name }
    for directory in ["/usr/local/go/bin", "/usr/local/bin", "/usr/bin", "/bin"] {
      let path = "\(directory)/\(name)"
      if access(path, X_OK) == 0 { return path }
    }
    return nil
  }

  static func run(_ command: [String], directory: String = "/", deadline: Double = 120) throws -> RunResult {
    var launch = Launch(
      executable: find(command[0]) ?? command[0], arguments: command, environment: environment(home: "/tmp"),
      directory: directory)
    launch.deadline = deadline
    return try PlainRun(launch).finish()
  }

  static func environment(home: String) -> [String] {
    ["PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", "HOME=\(home)", "TMPDIR=\(home)", "LC_ALL=C"]
  }

  func launch(_ command: [String]) -> Launch {
    var launch = Launch(
      executable: Self.find(command[0]) ?? command[0], arguments: command,
      environment: Self.environment(home: root + "/tmp"), directory: work)
    launch.deadline = 20
    return launch
  }

  /// Starts afresh: an empty working directory.
  func clear() throws { _ = try Self.run(["rm", "-rf", output]) }

  func trace(
    _ command: [String], options: TraceOptions = TraceOptions(), plan: FaultPlan? = nil, deadline: Double = 20
  ) throws -> Recording {
    try clear()
    var launch = launch(command)
    launch.deadline = deadline
    let place = WatchedPlace(directory: output, files: files)
    let recording = onDedicatedThread { [launch] in
      TracedRunner().run(launch, at: place, options: options, plan: plan)
    }
    return try #require(recording)
  }

  func names() -> [String] {
    guard let directory = opendir(output) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

struct EngineLabError: Error {
  let text: String
}

/// The test program, compiled once.
enum Corner {
  static let dynamic = compile("corner.c", name: "corner")
  static let fixed = compile("corner.c", name: "corner-static", flags: ["-static"])
  /// The one that sends signals.
  static let signals = compile("signals.c", name: "signals")

  /// Compiles one of the engine's programs; removed at exit.
  ///
  /// Nil where there is no compiler or a library is missing.
  static func compile(_ source: String, name: String, flags: [String] = []) -> String? {
    let file = #filePath
    let directory = file[..<(file.lastIndex(of: "/") ?? file.endIndex)] + "/Subjects/engine/"
    let path = "/tmp/mirror-\(getuid())-\(getpid())-\(name)"
    let command = ["cc", "-O1", "-pthread", "-o", path, directory + source] + flags
    guard let result = try? EngineLab.run(command), result.ending.isSuccess else { return nil }
    removals.withLock { $0.append(path) }
    atexit { Corner.removals.withLock { for path in $0 { unlink(path) } } }
    return path
  }

  private static let removals = Mutex<[String]>([])
}

extension Recording {
  /// The names of the calls, without those that only write to the standard streams.
  var names: [String] {
    calls.filter { $0.name.roles != [.standardOutput] && $0.name.roles != [.standardError] }
      .map { "\($0.name)" }
  }

  func call(_ name: String) -> CallName? { calls.first { "\($0.name)" == name }?.name }
}

/// Whether the machine lets faults in; tests of the engine are skipped where it does not.
let tracingUnavailableReason = TracedRunner().unavailableReason()
