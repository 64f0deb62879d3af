internal import CTrace
internal import Glibc

/// What a traced run has to do with checkpoints.
enum CheckpointPart {
  case none
  /// It stops for good at a point.
  case parking(at: StopPoint)
  /// It has come to a stop, by this task.
  case parked(pid_t)
  /// It is the run of a copy of this process; of none when that has ended meanwhile.
  case copy(of: pid_t?)
}

extension Tracer {
  var isParking: Bool { if case .parking = checkpoint { true } else { false } }

  /// Whether there is nothing to wait for though the thread has children.
  var isSettled: Bool {
    switch checkpoint {
    case .none, .parking: false
    case .parked: true
    case .copy: tasks.isEmpty
    }
  }

  /// Whether this is the call at which the run is to stop for good.
  func parks(at name: CallName) -> Bool {
    switch checkpoint {
    case .parking(at: .firstCall): !Self.areStandardStreams(name.roles)
    case .parking(at: .call(let point)): point == name
    default: false
    }
  }

  /// Whether the call by which a task draws randomness is the one at which the run is to stop for good.
  func parksAtDraw(of task: pid_t) -> Bool {
    guard case .parking(at: .draw(let point)) = checkpoint else { return false }
    return point == nextDraw(of: task)
  }

  static func areStandardStreams(_ roles: [PathRole]) -> Bool {
    roles == [.standardOutput] || roles == [.standardError]
  }

  /// Goes on from all that is known of a subject at its checkpoint.
  func takeOver(_ template: Tracer, as copy: pid_t) {
    let former = template.root
    func moved(_ process: pid_t) -> pid_t { process == former ? copy : process }
    root = copy
    checkpoint = .copy(of: former)
    recording = template.recording
    if !options.watchesReads { recording.draws = [] }
    occurrences = template.occurrences
    bytesOut = template.bytesOut
    hasRefused = template.hasRefused
    watched = template.watched
    processes = template.processes
    processes[copy] = processes.removeValue(forKey: former)
    written = Set(
      template.written.map {
        WrittenDescriptor(process: moved($0.process), descriptor: $0.descriptor, path: $0.path)
      })
    mappings = template.mappings.map {
      Mapping(
        process: moved($0.process), start: $0.start, length: $0.length, path: $0.path, role: $0.role)
    }
    unnamed = template.unnamed.map {
      UnnamedFile(task: moved($0.task), descriptor: $0.descriptor, path: $0.path)
    }
    tasks[copy] = TracedTask(process: copy, awaitsFirstStop: false)
  }

  /// Whether a task that nobody knows was left by an earlier copy: it was made while all others were ended.
  func isOfFormerCopy(_ task: pid_t) -> Bool {
    guard case .copy = checkpoint else { return false }
    let session = getsid(task)
    return session != root && !tasks.values.contains { getsid($0.process) == session }
  }

  /// Notes that a subject has listed a directory in which that of the run lies: what it may know is true of the restored
  /// sandbox only.
  func noteLook(_ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t) {
    guard shape.kind == .listDirectory,
      let path = resolver.path(of: Int32(truncatingIfNeeded: call.arguments.0), task: task)
    else { return }
    if book.place.directory.utf8.starts(with: (path == "/" ? path : path + "/").utf8) { hasLooked = true }
  }

  /// Notes what a copy would lack when a call takes effect.
  func noteUncopied(_ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t) {
    switch shape.name {
    case "alarm": if call.arguments.0 & 0xffff_ffff != 0 { uncopied.append(.timer) }
    case "setitimer":
      // A value of zero, the second half, disarms.
      let memory = TaskMemory(task: task)
      let isSet = [16, 24].contains { memory.word(at: call.arguments.1 &+ $0) ?? 1 != 0 }
      if isSet { uncopied.append(.timer) }
    case "timer_create": uncopied.append(.timer)
    default: if call.arguments.1 != 0 { uncopied.append(.tiedToParent) }
    }
  }
}
