internal import CTrace
internal import Glibc

/// A subject that is kept stopped at one of its calls, to be copied.
///
/// To be used on one thread from beginning to end.
final class CheckpointTemplate {
  private let tracer: Tracer
  private let output: CapturedOutput
  private var mark: CapturedOutput.Mark
  private var shared: [SharedFile] = []
  private var parked = mirror_trace_template()
  private var isGone = false
  /// CLOCK_REALTIME just before the start, in nanoseconds.
  private let startedClock: Int64
  /// How long it ran until it was stopped, in nanoseconds.
  private let elapsed: Int64

  /// Starts a subject and stops it.
  ///
  /// - Parameter point: where it is stopped.
  /// - Throws: why its copies would behave unlike fresh runs; nothing of it is left then.
  init(
    _ launch: Launch, at place: WatchedPlace, options: TraceOptions, point: StopPoint
  ) throws(CheckpointUnsound) {
    guard launch.input == nil else { throw .start }
    guard let output = CapturedOutput() else {
      throw .unavailable(.notStarted(operation: "capture", errno: errno))
    }
    self.output = output
    mark = output.mark
    var reading = options
    reading.watchesReads = true
    tracer = Tracer(template: launch, place: place, options: reading, point: point)
    var processor = mirror_trace_processor()
    mirror_trace_bind(&processor)
    defer { mirror_trace_unbind(&processor) }
    startedClock = tracer.now(CLOCK_REALTIME)
    let started = tracer.now(CLOCK_MONOTONIC)
    let process = tracer.start(output)
    if let process { tracer.follow(process, deadline: started + Int64(launch.deadline * 1e9)) }
    elapsed = tracer.now(CLOCK_MONOTONIC) - started
    do {
      shared = try park()
    } catch {
      end()
      throw error
    }
    mark = output.mark
  }

  var process: pid_t { parked.process }
  var hasLooked: Bool { tracer.hasLooked }
  /// The calls that lie before the checkpoint.
  var passed: Set<CallName> { Set(tracer.recording.calls.map(\.name)) }

  /// Keeps the subject where it is, when that is sound.
  private func park() throws(CheckpointUnsound) -> [SharedFile] {
    if let reason = tracer.recording.unavailableReason { throw .unavailable(reason) }
    guard case .parked(let task) = tracer.checkpoint else {
      throw .ended(tracer.ending ?? Ending(waitStatus: tracer.rootStatus ?? 0))
    }
    if let reason = tracer.uncopied.first { throw reason }
    guard task == tracer.root else { throw .otherProcess }
    guard tracer.tasks.count == 1 else { throw .child }
    let files = try CheckpointSoundness(
      task: task, output: output, directory: tracer.launch.directory,
      descendants: tracer.processes.keys.filter { $0 != task }
    ).check()
    let failure = mirror_trace_park(task, &parked)
    if failure == 0 { return files }
    for file in files { file.close() }
    throw .notStopped(failure)
  }

  /// Runs a copy to its end.
  ///
  /// - Parameter deadline: in seconds, from the copying on.
  func run(
    plan: FaultPlan?, options: TraceOptions, deadline: Double
  ) throws(CheckpointFailure) -> Recording {
    if isGone { throw .gone }
    if let plan, tracer.recording.calls.contains(where: { $0.name == plan.target }) {
      throw .passed(plan.target)
    }
    var processor = mirror_trace_processor()
    mirror_trace_bind(&processor)
    defer { mirror_trace_unbind(&processor) }
    let began = tracer.now(CLOCK_MONOTONIC)
    let copy = mirror_trace_copy(&parked)
    guard copy > 0 else {
      let number = errno
      if number == EAGAIN || number == ENOMEM { throw .notCopied(number) }
      isGone = true
      throw .gone
    }
    mirror_trace_move(&processor, copy)
    let run = Tracer(copy: copy, of: tracer, options: options, plan: plan)
    run.proceed(copy)
    run.watch(deadline: began + Int64(deadline * 1e9))
    run.finish(output, startedClock: startedClock, elapsed: elapsed + run.rootEnd - began)
    if case .copy(of: .some) = run.checkpoint, shared.allSatisfy({ $0.putBack() }), output.cutBack(to: mark) {
      return run.recording
    }
    isGone = true
    throw .gone
  }

  /// Ends the subject and all that its copies may have left.
  func end() {
    isGone = true
    tracer.killEverything()
    while true {
      var status: Int32 = 0
      let task = mirror_trace_wait(&status)
      if task == 0 { break }
      // What was not known reports its first stop.
      if task > 0, status & 0xff == 0x7f { kill(task, SIGKILL) }
    }
    for file in shared { file.close() }
    shared = []
    output.close()
  }
}
