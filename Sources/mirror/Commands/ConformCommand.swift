public import ArgumentParser
internal import CStartup
internal import Crosscheck
internal import FaultInjection
internal import Glibc
internal import KeygenSuite
internal import LoginSuite
internal import MirrorReference
internal import Reports
public import SpecHarness
internal import SystemSupport

/// `mirror conform`: judges a program by every requirement of the specification.
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Judge a program by every requirement of its specification.",
    usage: "mirror conform [OPTION...] [-- COMMAND [ARG...]]",
    discussion: """
      Everything after `--` is the command under test. The suite appends `-o DIR` to a key generator and `-f FILE` \
      to a login; a program that stores a credential is called as given. Without a command, the reference that \
      comes with this program is tested. Among the command's arguments, a relative path with a slash \
      or an extension is made absolute, since every case works in a directory of its own.

      EXAMPLES
        mirror conform -- ./my-keygen
        mirror conform --profile hardened -- flux mirror keygen
        mirror conform --suite login -- flux mirror login
        mirror conform --suite store -- ./my-login {host} -u {user}
        mirror conform --report json=report.json -- ./my-keygen
        mirror conform --case umask/027 --keep ./kept -- python3 keygen.py

      EXIT STATUS
        0 conformant, 1 not conformant, 2 inconclusive
        64 usage error, 66 a report's path cannot be written
        69 the command could not be started
        70 internal error, or output cannot be written
      """)

  @Option(
    help:
      "What kind of command it is: keygen, login, or store (any program that stores a registry credential).")
  var suite: SuiteName = .keygen

  @Option(help: "For --suite store: what {host} stands for in the command; may be repeated.")
  var host: [String] = []

  @Option(help: "What the command is judged by: documented or hardened.")
  var profile: Profile = .documented

  @Option(
    help: """
      Write a report, as FORMAT=PATH; PATH `-` is standard output; may be repeated. Formats: \
      \(ReportRequest.formatNames).
      """,
    transform: ReportRequest.init)
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

  @Flag(
    name: .customLong("no-checkpoint"),
    help: "Start the command afresh for every fault: copy no stopped process, and spare no run."
  )
  var startsAfresh = false

  @Flag(help: "Print the system calls that faults can be put into, and stop.")
  var trace = false

  // `unconditional`, so that -1 is a wrong number and no missing one.
  @Option(
    parsing: .unconditional, help: "The same seed gives the same cases. (default: 1)",
    transform: ConformNumbers.seed)
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: "How many cases run at the same time; as many as there are processors by default.",
    transform: ConformNumbers.jobs)
  var jobs: Int?

  @Option(
    parsing: .unconditional, help: "After how many seconds a run of the command is ended. (default: 10)",
    transform: ConformNumbers.timeout)
  var timeout: Double = 10

  @Flag(help: "End at the first violation that decides the verdict; the likeliest cases are run first.")
  var failFast = false

  @Option(help: "Keep the sandboxes of failing cases in a directory.")
  var keep: String?

  @Option(
    help: "Run one part of the cases only, as I/N, such as 2/5; CI_NODE_INDEX and CI_NODE_TOTAL name it, too."
  )
  var shard: String?

  @Option(help: "How many parts there are, when JOB_COMPLETION_INDEX (from 0) tells which one to run.")
  var shardCount: Int?

  @Option(
    name: .customLong("expect"),
    help:
      "A YAML list of known failures: they do not change the verdict, and an entry that is not true any more does."
  )
  var knownFailureFile: String?

  @Option(name: .customLong("write-expect"), help: "Draft a list of known failures from the run.")
  var knownFailureDraft: String?

  @Flag(help: "Say nothing but the verdict.")
  var quiet = false

  @Flag(help: "Print a line on standard error for every case.")
  var verbose = false

  // Words before `--` come here, too, so that they can be told from a command.
  @Argument(help: "The command under test, after `--`.")
  var command: [String] = []

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    let named = RawArguments.afterTerminator
    let stray = command.dropLast(named?.count ?? 0)
    if let word = stray.first {
      let example = (["--"] + command).map(shellQuoted).joined(separator: " ")
      throw ValidationError(
        "Unexpected argument '\(word)'. The command under test comes after `--`: mirror conform \(example)")
    }
    if let named, named.first?.isEmpty != false {
      throw ValidationError(
        "There is no command after `--`: is it a variable that is not set? Without `--`, the reference is tested."
      )
    }
  }

  func run() throws {
    ProcessGuards.protectSecrets()
    let progress = ProgressLine(suite.specification, quiet ? .quiet : verbose ? .verbose : .usual)
    let output = ReportOutput(suite, isQuiet: quiet)
    let log = RunLog()
    Interruption.watch {
      log.close()
      progress.abandon()
    } ended: { signal in
      output.tell(stoppedRun: log, by: signal)
    }
    defer { Interruption.settle() }
    do {
      let suite = try suite.conformance(try runOptions(), hosts: host)
      if list { return try printList(suite) }
      if trace {
        let calls = try suite.trace { printError("mirror: \($0)") }
        return try printText(calls.map { $0 + "\n" }.joined())
      }
      // Before the run, which may take minutes.
      let files = try ReportFiles(report)
      if let path = knownFailureDraft, report.contains(where: { $0.path == path }) {
        throw ValidationError("--write-expect and --report both go to \(path); give each a path of its own")
      }
      let draft = try knownFailureDraft.map(ReportFiles.open)
      output.begin(files)
      progress.start()
      let outcome = try suite.run { event in
        log.note(event)
        progress.note(event)
      }
      Interruption.settle()
      output.takeOver()
      progress.clear()
      let isDrafted = draft.map { file in
        do throws(WriteFailure) {
          try file.write(KnownFailureDraft(report: outcome).text)
          return true
        } catch {
          printError("mirror: the list of known failures: \(error)")
          return false
        }
      }
      try output.write(outcome)
      if isDrafted == false { throw ExitCode(70) }
      try endOnUnremovedFiles()
      throw ExitCode(outcome.exitStatus)
    } catch let error as SuiteError {
      Interruption.settle()
      progress.clear()
      try? endOnUnremovedFiles()
      throw failure(error)
    }
  }

  /// The options, with what files and the environment add.
  private func runOptions() throws -> SuiteOptions {
    var options = try options()
    options.knownFailures = try knownFailures()
    // A case that is shown again in the same CI job is no part of a shared run.
    if shard != nil || shardCount != nil || cases.isEmpty,
      let choice = try ShardChoice(argument: shard, count: shardCount)
    {
      options.shard = choice.shard
      if let origin = choice.origin, !list, !trace {
        printError(
          "mirror: only part \(choice.shard) of the cases is run, by \(origin) (--shard 1/1 runs all)")
      }
    }
    return options
  }

  private func knownFailures() throws -> KnownFailureList? {
    guard let knownFailureFile else { return nil }
    do throws(KnownFailureFileError) {
      return try KnownFailureFile.read(knownFailureFile, today: Day.today)
    } catch {
      printError("mirror: the list of known failures: \(error)")
      if case .unreadable = error { throw ExitCode(66) }
      throw ExitCode(64)
    }
  }

  private func options() throws(SuiteError) -> SuiteOptions {
    var options = SuiteOptions(command: command, jobs: jobs)
    if command.isEmpty {
      // The reference is this very program, run as a child process.
      options.command = [try ownExecutable()] + (try suite.reference())
      options.isEmbeddedReference = true
    }
    options.profile = profile
    options.only = only
    options.skip = skip
    options.cases = cases
    options.seed = seed
    options.timeout = timeout
    options.faults = faults
    options.failsFast = failFast
    options.usesCheckpoints = !startsAfresh
    options.keep = keep
    options.program = mirror_argument(0).map { String(cString: $0) } ?? "mirror"
    return options
  }

  /// The cases of a given command include those of its own calls.
  private func printList(_ suite: any Conformance) throws {
    let requirements = suite.requirements.map {
      "\($0.id)\t\($0.level)\t\($0.profile)\t\($0.statement)\n"
    }
    let cases = try command.isEmpty ? suite.plainCaseNames : suite.caseNames()
    try printText(requirements.joined() + "\n" + cases.map { $0 + "\n" }.joined())
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
