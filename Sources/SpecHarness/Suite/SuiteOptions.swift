internal import SystemSupport

/// What a user asks of one run of the suite.
public struct SuiteOptions: Sendable {
  /// The deadline of a run when the user says nothing, in seconds.
  package static let defaultTimeout = 10.0

  /// For how many seconds each case goes on that looks for what only some runs show.
  static let defaultSamplingSeconds = 0.8

  /// The subject's command, the program first.
  public var command: [String]
  /// Whether the subject is the reference that comes with the suite, which needs no naming.
  public var isEmbeddedReference = false
  /// The profile that decides the verdict.
  public var profile = Profile.documented
  /// Globs of requirement IDs; none means all.
  public var only: [String] = []
  /// Globs of requirement IDs that are left out.
  public var skip: [String] = []
  /// Names of cases, or globs of them; none means all that can judge a selected requirement.
  public var cases: [String] = []
  /// How runs are made to fail.
  public var faults: FaultChoice
  /// Whether runs with a fault may be copies of a process that is stopped before its first call, where that is sound, or be
  /// spared where another run shows the same.
  public var usesCheckpoints = true
  /// The same seed gives the same cases.
  public var seed: UInt64 = 1
  /// How many cases run at the same time.
  public var jobs: Int
  /// After how many seconds a run of the subject is ended.
  public var timeout = Self.defaultTimeout
  /// Whether the run ends at the first violation that decides the verdict.
  public var failsFast = false
  /// Which part of the cases is run, when several machines share them.
  public var shard: Shard?
  /// The failures that the user knows of: they are shown, and do not change the verdict.
  public var knownFailures: KnownFailureList?
  /// A directory for the sandboxes of failing cases.
  public var keep: String?
  /// For how many seconds each case goes on that looks for what only some runs show; less for tests that know of none.
  package var samplingSeconds = Self.defaultSamplingSeconds
  /// One in so many faults at system calls is made, chosen by the seed; for tests that can do with a sample.
  package var faultShare = 1
  /// Which suite it is, in the words of a command that shows a finding again; none for the usual one.
  public package(set) var suiteWords: [String] = []
  /// The program's name in the commands that show a finding again.
  public var program = "mirror"

  /// Makes options for a subject; everything else is as `mirror conform` has it when it is told nothing else.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments. A program without a slash is looked up along `PATH`; a relative path is
  ///     one of the current directory.
  ///   - faults: how runs are made to fail.
  ///   - jobs: how many cases run at the same time; as many as there are processors when it is left out.
  public init(command: [String], faults: FaultChoice = .auto, jobs: Int? = nil) {
    self.command = command
    self.faults = faults
    self.jobs = jobs ?? availableProcessors()
  }
}

/// How runs are made to fail.
public enum FaultChoice: String, Sendable, CaseIterable {
  /// At system calls where they can be traced, else by the environment.
  case auto
  /// At system calls, or not at all.
  case syscall
  /// By limits, permissions and full file systems only.
  case environment
  /// At system calls, and every fault at every one of many like calls, too.
  case exhaustive
}

/// Why the suite could not be run.
public enum SuiteError: Error, Sendable, CustomStringConvertible {
  /// The request makes no sense; exit status 64.
  case usage(String)
  /// The subject could not be started; exit status 69.
  case unavailable(String)
  /// The harness itself failed; exit status 70.
  case `internal`(String)

  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .usage(let text), .unavailable(let text), .internal(let text): text
    }
  }
}
