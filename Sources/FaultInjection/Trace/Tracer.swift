internal import CLaunch
internal import CTrace
internal import Glibc
internal import SystemSupport

/// One traced run.
///
/// To be used on one dedicated thread from beginning to end.
final class Tracer {
  private static let alarmInterval: Int64 = 20_000_000

  let launch: Launch
  let options: TraceOptions
  let plan: FaultPlan?
  let table: CallTable
  var book: RoleBook
  var resolver: PathResolver
  var recording = Recording()

  var root: pid_t = 0
  var tasks: [pid_t: TracedTask] = [:]
  var processes: [pid_t: TracedProcess] = [:]
  /// Whether a draw has been refused.
  var hasRefused = false
  /// How many calls and draws had been recorded when one was refused last.
  var doneAtRefusal = -1
  var occurrences: [CallName.Key: Int] = [:]
  var bytesOut = 0
  var mappings: [Mapping] = []
  var written: Set<WrittenDescriptor> = []
  var unnamed: [UnnamedFile] = []
  var watched: [FileIdentity: ObservedFile] = [:]

  /// What the run has to do with checkpoints.
  var checkpoint = CheckpointPart.none
  /// What a copy of the subject would lack, as far as its calls told.
  var uncopied: [CheckpointUnsound] = []
  /// Whether it has listed a directory above that of the run before its checkpoint.
  var hasLooked = false

  private(set) var rootStatus: Int32?
  private(set) var rootEnd: Int64 = 0
  private var endedClock: Int64 = 0
  private(set) var ending: Ending?
  private var strays = 0
  /// Where the run's output goes, while it lasts.
  private(set) var output: CapturedOutput?
  private var canary: Canary?

  init(launch: Launch, place: WatchedPlace, options: TraceOptions, plan: FaultPlan?) {
    self.launch = launch
    self.options = options
    self.plan = plan
    table = .ofRun(options)
    book = RoleBook(place: place)
    resolver = PathResolver(place: place)
  }

  /// Prepares the run of a copy of a subject that another tracer has led to a checkpoint.
  init(copy: pid_t, of template: Tracer, options: TraceOptions, plan: FaultPlan?) {
    launch = template.launch
    self.options = options
    self.plan = plan
    table = .ofCopy(options)
    book = template.book
    resolver = template.resolver
    takeOver(template, as: copy)
  }

  /// Prepares the run of a subject up to its checkpoint.
  init(template launch: Launch, place: WatchedPlace, options: TraceOptions, point: StopPoint) {
    self.launch = launch
    self.options = options
    plan = nil
    table = .ofTemplate(options)
    book = RoleBook(place: place)
    resolver = PathResolver(place: place)
    checkpoint = .parking(at: point)
  }

  /// Runs the subject to its end, and ends everything that it started.
  func run() -> Recording {
    guard let output = CapturedOutput(input: launch.input) else {
      recording.unavailableReason = .notStarted(operation: "capture", errno: errno)
      return recording
    }
    defer { output.close() }
    self.output = output
    var processor = mirror_trace_processor()
    mirror_trace_bind(&processor)
    defer { mirror_trace_unbind(&processor) }
    let startedClock = now(CLOCK_REALTIME)
    let started = now(CLOCK_MONOTONIC)
    guard let process = start(output) else { return recording }
    follow(process, deadline: started + Int64(launch.deadline * 1e9))
    finish(output, startedClock: startedClock, elapsed: rootEnd - started)
    return recording
  }

  /// Starts the subject, stopped at its first instruction; nothing when that fails.
  func start(_ output: CapturedOutput) -> pid_t? {
    let start = launch.withCLaunch(input: output.input, output: output.output, error: output.error) {
      launch in
      table.numbers.withUnsafeBufferPointer {
        mirror_trace_start(launch, $0.baseAddress, Int32($0.count), options.randomSeed == nil ? 0 : 1)
      }
    }
    guard start.stage == Int32(MIRROR_TRACE_STARTED.rawValue) else {
      recording.unavailableReason = .notStarted(operation: stageName(start.stage), errno: start.error_number)
      return nil
    }
    return start.process
  }

  /// Records how the run ended.
  ///
  /// - Parameters:
  ///   - startedClock: in nanoseconds since 1970.
  ///   - elapsed: in nanoseconds.
  func finish(_ output: CapturedOutput, startedClock: Int64, elapsed: Int64) {
    let ending = ending ?? Ending(waitStatus: rootStatus ?? 0)
    recording.result = result(ending, output, startedClock: startedClock, elapsed: elapsed)
  }

  func result(_ ending: Ending, _ output: CapturedOutput, startedClock: Int64, elapsed: Int64) -> RunResult {
    RunResult(
      ending: ending, standardOutput: output.contents(of: output.output, limit: launch.outputLimit),
      standardError: output.contents(of: output.error, limit: launch.outputLimit), strays: strays,
      started: startedClock, ended: endedClock, elapsed: elapsed)
  }

  /// Runs the built-in canary: whether all that the tracer relies on works here.
  ///
  /// Nil when it does, else what went wrong.
  func runCanary() -> String? {
    let canary: Canary
    do { canary = try Canary() } catch { return error.description }
    defer { canary.close() }
    let start = mirror_trace_start_canary(canary.directory, canary.duplicate, Canary.injected)
    guard start.stage == Int32(MIRROR_TRACE_STARTED.rawValue) else {
      return "\(stageName(start.stage)): \(errnoText(start.error_number))"
    }
    self.canary = canary
    follow(start.process, deadline: now(CLOCK_MONOTONIC) + 5_000_000_000)
    return self.canary?.verdict(ending ?? Ending(waitStatus: rootStatus ?? -1))
  }

  // MARK: The loop

  func follow(_ process: pid_t, deadline: Int64) {
    root = process
    mirror_note_process(process)
    // Once the loop is over, nothing of it is left.
    defer { mirror_forget_process(process) }
    addProcess(process, lineage: 0)
    tasks[process] = TracedTask(process: process)
    watch(deadline: deadline)
  }

  /// Handles what the tasks report until none is left.
  ///
  /// - Parameter deadline: of CLOCK_MONOTONIC, in nanoseconds.
  func watch(deadline: Int64) {
    var alarm = mirror_trace_alarm()
    mirror_trace_arm(&alarm, Self.alarmInterval)
    defer { mirror_trace_disarm(&alarm) }
    var stops = 0
    while !isSettled {
      var status: Int32 = 0
      let task = mirror_trace_wait(&status)
      if task == 0 { break }
      stops += 1
      if task < 0 || stops % 256 == 0 { lookAtTheClock(deadline: deadline) }
      if task > 0 { handle(task, status) }
    }
    if rootEnd == 0 { noteRootEnd() }
  }

  private func lookAtTheClock(deadline: Int64) {
    let moment = now(CLOCK_MONOTONIC)
    if rootStatus == nil {
      if moment > deadline, ending == nil {
        ending = .timedOut
        killEverything()
      }
    } else if moment > rootEnd + Int64(launch.strayGrace * 1e9) {
      strays = max(strays, Set(tasks.values.map(\.process)).count)
      killEverything()
    }
  }

  func killEverything() {
    for task in tasks.keys { kill(task, SIGKILL) }
  }

  func flood() {
    if ending == nil { ending = .flooded }
    killEverything()
  }

  private func handle(_ task: pid_t, _ status: Int32) {
    if case .copy(let template) = checkpoint, task == template {
      checkpoint = .copy(of: nil)
      return
    }
    if status & 0xff != 0x7f {
      tasks[task] = nil
      if task == root {
        rootStatus = status
        noteRootEnd()
      }
      return
    }
    let signal = (status >> 8) & 0xff
    let event = status >> 16
    if tasks[task] == nil {
      if isOfFormerCopy(task) {
        kill(task, SIGKILL)
        return
      }
      // The child's first stop came before its parent's event.
      tasks[task] = TracedTask(process: 0, awaitsFirstStop: false, isHeld: true)
      return
    }
    switch event {
    case EventCode.seccomp:
      if canary != nil {
        canary?.look(at: task, in: &resolver)
        mirror_trace_skip(task, Int64(-Canary.injected))
        proceed(task)
      } else {
        entered(task)
      }
    case EventCode.fork, EventCode.vfork, EventCode.clone:
      adopt(mirror_trace_message(task), of: task, mayBeThread: event == EventCode.clone)
      proceed(task)
    case EventCode.exec:
      executed(task)
    case 0 where signal == SIGTRAP | 0x80:
      left(task)
    default:
      stopped(task, signal)
    }
  }

  /// A stop by a signal, or one that only looks like it.
  private func stopped(_ task: pid_t, _ signal: Int32) {
    if tasks[task]?.awaitsFirstStop == true, signal == SIGSTOP || task == root {
      tasks[task]?.awaitsFirstStop = false
      if task == root {
        mirror_trace_follow(task)
        if canary == nil { rewriteAuxiliaryVector(task) }
      }
      proceed(task)
      return
    }
    // A group stop is not kept: nobody would end it.
    let isDelivery = mirror_trace_is_delivery(task) != 0
    if isDelivery { noteDelivery(signal) }
    proceed(task, signal: isDelivery ? signal : 0)
  }

  func proceed(_ task: pid_t, signal: Int32 = 0, toExit: Bool = false) {
    mirror_trace_continue(task, signal, toExit ? 1 : 0)
  }

  // MARK: Bits

  private func noteRootEnd() {
    rootEnd = now(CLOCK_MONOTONIC)
    endedClock = now(CLOCK_REALTIME)
  }

  func now(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private func stageName(_ stage: Int32) -> String {
    switch UInt32(bitPattern: stage) {
    case MIRROR_TRACE_PREPARE.rawValue: "prepare"
    case MIRROR_TRACE_ME.rawValue: "ptrace"
    case MIRROR_TRACE_PRIVILEGES.rawValue: "prctl"
    case MIRROR_TRACE_FILTER.rawValue: "seccomp"
    case MIRROR_TRACE_EXEC.rawValue: "exec"
    default: "fork"
    }
  }
}

/// The event numbers of ptrace(2).
private enum EventCode {
  static let fork: Int32 = 1
  static let vfork: Int32 = 2
  static let clone: Int32 = 3
  static let exec: Int32 = 4
  static let seccomp: Int32 = 7
}
