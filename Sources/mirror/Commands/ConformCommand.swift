public import ArgumentParser
internal import CStartup
internal import Crosscheck
internal import Glibc
internal import MirrorReference
public import SpecHarness

/// `mirror conform`: judges a key generator by every requirement of the specification.
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Judge a key generator by every requirement of the specification.",
    discussion: """
      Everything after `--` is the command under test; the suite appends `-o DIR` to it. Without a command, the \
      reference that comes with this program is tested. Among the command's arguments, a relative path with a slash \
      or an extension is made absolute, since every case works in a directory of its own.

      EXAMPLES
        mirror conform -- ./my-keygen
        mirror conform --profile hardened --report json=report.json -- flux mirror keygen
        mirror conform --case umask/027 --keep ./kept -- python3 keygen.py

      EXIT STATUS
        0 conformant, 1 not conformant, 2 inconclusive
        64 usage error, 69 the command could not be started
        70 internal error, or output cannot be written
      """)

  @Option(help: "What the command is judged by: documented or hardened.")
  var profile: Profile = .documented

  @Option(help: "Write a report, as FORMAT=PATH; PATH `-` is standard output. Formats: json.")
  var report: [ReportRequest] = []

  @Option(help: "Judge only some requirements: a name, an area (KG-FILE), or a glob; may be repeated.")
  var only: [String] = []

  @Option(help: "Leave out some requirements: a name, an area, or a glob; may be repeated.")
  var skip: [String] = []

  @Option(
    name: .customLong("case"),
    help: "Run some cases: the name that a finding gives, or a glob; may be repeated.")
  var cases: [String] = []

  @Flag(help: "List the requirements and the cases instead of running them.")
  var list = false

  @Option(
    help: """
      How runs are made to fail: auto, syscall (every system call), environment (limits, full disks) or exhaustive (as \
      syscall, and every fault at each of many like calls).
      """)
  var faults: FaultChoice = .auto

  @Flag(help: "Print the system calls that faults can be put into, and stop.")
  var trace = false

  @Option(help: "The same seed gives the same cases.")
  var seed: UInt64 = 1

  @Option(help: "How many cases run at the same time; as many as there are processors by default.")
  var jobs: Int?

  @Option(help: "After how many seconds a run of the command is ended.")
  var timeout: Double = 10

  @Option(help: "Keep the sandboxes of failing cases in a directory.")
  var keep: String?

  @Argument(parsing: .postTerminator, help: "The command under test, after `--`.")
  var command: [String] = []

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256.") }
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout takes seconds, more than 0 and at most 86400.")
    }
  }

  func run() throws {
    ProcessGuards.protectSecrets()
    Interruption.watch()
    defer { Interruption.settle() }
    do {
      let suite = try Suite(try options())
      if list { return try printList(suite) }
      if trace {
        return try printText(try suite.trace().map { $0 + "\n" }.joined())
      }
      // Before the run, which may take minutes.
      let files = try report.map { request in
        try write { () throws(WriteFailure) in try OutputFile(request.path) }
      }
      let progress = ProgressLine()
      let outcome = try suite.run { done, all in progress.show(done, of: all) }
      Interruption.settle()
      progress.clear()
      try write(outcome, to: files)
      try endOnLeftovers()
      throw ExitCode(
        outcome.verdict == .conformant ? 0 : outcome.verdict == .nonconformant ? 1 : 2)
    } catch let error as SuiteError {
      Interruption.settle()
      try? endOnLeftovers()
      throw failure(error)
    }
  }

  private func options() throws(SuiteError) -> SuiteOptions {
    var options = SuiteOptions(command: command, jobs: jobs ?? availableProcessors())
    if command.isEmpty {
      // The reference is this very program, run as a child process.
      options.command = [try ownExecutable(), "keygen"]
      options.isEmbeddedReference = true
    }
    options.profile = profile
    options.only = only
    options.skip = skip
    options.cases = cases
    options.seed = seed
    options.timeout = timeout
    options.faults = faults
    options.keep = keep
    options.program = mirror_argument(0).map { String(cString: $0) } ?? "mirror"
    return options
  }

  /// The cases of a given command include those of its own calls.
  private func printList(_ suite: Suite) throws {
    let requirements = suite.requirements.map {
      "\($0.id)\t\($0.level)\t\($0.profile)\t\($0.statement)\n"
    }
    let cases = try command.isEmpty ? suite.plainCaseNames : suite.caseNames()
    try printText(requirements.joined() + "\n" + cases.map { $0 + "\n" }.joined())
  }

  /// The text report goes to standard output unless another report does; a file that fails does not cost it.
  private func write(_ outcome: Report, to files: [OutputFile]) throws {
    var failure: (any Error)?
    for file in files {
      do {
        try write { () throws(WriteFailure) in try file.write(outcome.json()) }
      } catch {
        failure = failure ?? error
      }
    }
    if !files.contains(where: \.isStandardOutput) {
      try printText(outcome.text(colour: isatty(1) == 1))
    }
    if let failure { throw failure }
  }

  /// Does something with a report's file, or ends the command with a message.
  private func write<Result>(_ body: () throws(WriteFailure) -> Result) throws(ExitCode) -> Result {
    do {
      return try body()
    } catch {
      printError("mirror: the report: \(error)")
      throw ExitCode(70)
    }
  }

  private func failure(_ error: SuiteError) -> ExitCode {
    printError("mirror: \(error)")
    switch error {
    case .usage: return ExitCode(64)
    case .unavailable: return ExitCode(69)
    case .internal: return ExitCode(70)
    }
  }
}

extension Profile: ExpressibleByArgument {}
extension FaultChoice: ExpressibleByArgument {}
