internal import CTrace
internal import Glibc
internal import SystemSupport

/// The kernel's randomness.
extension Tracer {
  /// A task is about to draw randomness.
  func enteredDraw(_ task: pid_t, _ call: mirror_trace_call, _ shape: CallShape) {
    if shape.kind == .random, refuses(nextDraw(of: task)) {
      countRefusal()
      // Nothing else would come of it.
      if recording.refusedDraws >= Self.mostRefusedDraws { return killEverything() }
      mirror_trace_skip(task, Int64(-ENOSYS))
      countDraw(of: task)
      return proceed(task)
    }
    if parksAtDraw(of: task) {
      // The copies make the call.
      checkpoint = .parked(task)
      return
    }
    watchExit(task, PendingCall(call: call, shape: shape, index: nil, then: .feedRandom))
  }

  /// So many refusals in a row are enough to see that a program would ask for ever.
  private static let mostRefusedDraws = 100_000

  private func countRefusal() {
    let done = recording.calls.count + recording.draws.count
    recording.refusedDraws = done == doneAtRefusal ? recording.refusedDraws + 1 : 1
    doneAtRefusal = done
  }

  private func refuses(_ draw: DrawIdentity?) -> Bool {
    guard let refusal = options.refusal else { return false }
    if draw == refusal.draw { hasRefused = true }
    return draw == refusal.draw || refusal.isLasting && hasRefused
  }

  static func isRandomDevice(_ path: String) -> Bool { path == "/dev/urandom" || path == "/dev/random" }

  /// Whether a descriptor is one of a random device, whatever its name.
  func isRandomDevice(_ descriptor: Int32, of task: pid_t) -> Bool {
    var status = stat()
    guard stat("/proc/\(task)/fd/\(descriptor)", &status) == 0, status.st_mode & S_IFMT == S_IFCHR else {
      return false
    }
    return [makeDevice(1, 8), makeDevice(1, 9)].contains(UInt64(status.st_rdev))
  }

  private func makeDevice(_ major: UInt64, _ minor: UInt64) -> UInt64 { major << 8 | minor }

  /// Notes that a run may get randomness in a way in which it is not replaced.
  func noteForeignRandomness(_ path: String, _ kind: CallKind) {
    if kind == .open && Self.foreignFiles.contains(path) || kind == .copy && Self.isRandomDevice(path) {
      recording.foreignRandomness = path
    }
  }

  private static let foreignFiles: Set = ["/proc/sys/kernel/random/uuid", "/dev/hwrng"]

  /// Which draw of randomness the next one of a task is.
  func nextDraw(of task: pid_t) -> DrawIdentity? {
    guard let known = tasks[task], let process = processes[known.process] else { return nil }
    guard options.circumstances.tellsThreadsApart, known.thread > 0 else {
      return DrawIdentity(lineage: process.lineage, index: process.draws)
    }
    return DrawIdentity(lineage: SplitMix64.mix(process.lineage, ~UInt64(known.thread)), index: known.draws)
  }

  private func countDraw(of task: pid_t) {
    guard let known = tasks[task] else { return }
    if options.circumstances.tellsThreadsApart, known.thread > 0 {
      tasks[task]?.draws += 1
    } else {
      processes[known.process]?.draws += 1
    }
  }

  /// Replaces randomness with that of the seed, and counts it.
  func feed(_ pending: PendingCall, _ task: pid_t, result: Int64) {
    guard result > 0, let identity = nextDraw(of: task) else { return }
    countDraw(of: task)
    recording.draws.append(
      Recording.Draw(
        identity: identity, isOfDevice: pending.shape.kind == .read,
        before: recording.calls.count, count: Int(result)))
    guard let seed = options.randomSeed else { return }
    let bytes = identity.bytes(Int(result), seed: seed, options.alterations[identity] ?? DrawAlteration())
    if !write(bytes, for: pending, TaskMemory(task: task)) {
      recording.foreignRandomness = "memory that no other process may write"
    }
  }

  private func write(_ bytes: [UInt8], for pending: PendingCall, _ memory: TaskMemory) -> Bool {
    switch pending.shape.bytes {
    case .buffer(let address, _):
      return memory.write(bytes, at: pending.call[argument: address])
    case .vector(let address, let count):
      var rest = bytes[...]
      for part in memory.vector(at: pending.call[argument: address], count: pending.call[argument: count])
      where !rest.isEmpty {
        guard memory.write(Array(rest.prefix(part.length)), at: part.address) else { return false }
        rest = rest.dropFirst(part.length)
      }
      return rest.isEmpty
    default: return false
    }
  }
}
