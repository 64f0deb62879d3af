internal import CTrace
internal import Glibc

extension Tracer {
  /// The names of the files in memory that take the subject's output.
  static let outputName = "o"
  static let errorName = "e"

  /// A task is about to make a call of the table.
  func entered(_ task: pid_t) {
    if mirror_trace_message(task) != 0 {
      recording.unavailableReason = .foreignArchitecture
      killEverything()
      return proceed(task)
    }
    var call = mirror_trace_call()
    guard mirror_trace_get(task, &call) == 0, let shape = table.shapes[call.number] else {
      return proceed(task)
    }
    switch shape.kind {
    case .selfTrace:
      // It is traced already; a program that only makes sure of that gets the answer it expects.
      if call.arguments.0 == 0 { mirror_trace_skip(task, 0) }
      proceed(task)
    case .sendSignal:
      aimSignal(call, shape, task)
    case .signalQuestion:
      noteQuestion(shape)
      proceed(task)
    case .uncopied:
      noteUncopied(call, shape, task)
      proceed(task)
    case .clock, .identity:
      watchExit(task, PendingCall(call: call, shape: shape, index: nil, then: .feedCircumstance))
    case .random:
      enteredDraw(task, call, shape)
    case .read:
      enteredRead(task, call, shape)
    default:
      enteredFileCall(task, call, shape)
    }
  }

  func watchExit(_ task: pid_t, _ pending: PendingCall) {
    tasks[task]?.pending = pending
    proceed(task, toExit: true)
  }

  private func enteredRead(_ task: pid_t, _ call: mirror_trace_call, _ shape: CallShape) {
    let descriptor = Int32(truncatingIfNeeded: call.arguments.0)
    guard let path = resolver.path(of: descriptor, task: task) else { return proceed(task) }
    if Self.isRandomDevice(path) || isRandomDevice(descriptor, of: task) {
      return enteredDraw(task, call, shape)
    }
    enteredFileCall(task, call, shape)
  }

  private func enteredFileCall(_ task: pid_t, _ call: mirror_trace_call, _ shape: CallShape) {
    let flags = openFlags(call, shape, task)
    let bookBefore = isParking ? book : nil
    guard let (paths, roles) = placesOf(call, shape, flags: flags, task: task) else {
      if isParking { noteLook(call, shape, task) }
      if shape.kind == .open { noteUnknownFile() }
      return proceed(task)
    }
    let isReplay = tasks[task]?.replay.map { isSame($0, call) } ?? false
    tasks[task]?.replay = nil
    let key = CallName.Key(call: shape.name, roles: roles)
    let occurrence = (occurrences[key] ?? 0) + (isReplay ? 0 : 1)
    if let bookBefore, parks(at: CallName(key: key, occurrence: occurrence)) {
      // The copies make the call, and have it and its paths numbered.
      book = bookBefore
      checkpoint = .parked(task)
      return
    }
    occurrences[key] = occurrence

    let ordinal = processes[tasks[task]?.process ?? 0]?.ordinal ?? 0
    var traced = TracedCall(
      name: CallName(key: key, occurrence: occurrence), kind: shape.kind, process: ordinal, paths: paths)
    traced.openFlags = flags
    fillIn(&traced, call, shape, task)
    if Self.areStandardStreams(roles) {
      bytesOut += traced.requested
      if bytesOut > launch.outputLimit * 32 {
        flood()
        return proceed(task)
      }
      if !options.observes {
        keep(traced)
        return proceed(task)
      }
    }
    if options.observes, shape.kind == .changeMode { look(before: true) }
    let isKept = recording.calls.count < Recording.keptCalls
    var pending = PendingCall(call: call, shape: shape, index: isKept ? recording.calls.count : nil)
    if !isReplay, let decision = decide(traced, pending, task) {
      switch decision {
      case .proceed(let then):
        pending.then = then
      case .over:
        keep(traced)
        return proceed(task)
      case .rewinding(let signal):
        // The call itself is recorded when it is made in earnest.
        var rewound = PendingCall(call: call, shape: shape, index: nil)
        rewound.then = .rewind(signal)
        return watchExit(task, rewound)
      case .failed(let error):
        traced.result = -Int(error)
        traced.faulted = true
        keep(traced)
        return proceed(task)
      }
      traced.faulted = true
    }
    lookAtInstant(traced, .before, task)
    keep(traced)
    if isOneOfMany(traced) {
      noteWritten(traced, process: tasks[task]?.process ?? 0)
      return proceed(task)
    }
    watchExit(task, pending)
  }

  private func keep(_ traced: TracedCall) {
    guard recording.calls.count < Recording.keptCalls else {
      recording.isCut = true
      return
    }
    recording.calls.append(traced)
    if !recording.makeRoom(for: traced.bytes.count) { recording.calls[recording.calls.count - 1].bytes = [] }
  }

  private func isSame(_ one: mirror_trace_call, _ other: mirror_trace_call) -> Bool {
    one.number == other.number && one.instruction == other.instruction && one.arguments.0 == other.arguments.0
      && one.arguments.1 == other.arguments.1 && one.arguments.2 == other.arguments.2
  }

  /// The files of a call with their roles, or nil when none of them has one.
  private func placesOf(
    _ call: mirror_trace_call, _ shape: CallShape, flags: Int32, task: pid_t
  ) -> (paths: [String], roles: [PathRole])? {
    if shape.places.isEmpty { return placesOfMapping(call, shape, task) }
    var paths: [String] = []
    var roles: [PathRole] = []
    var known = false
    for (index, place) in shape.places.enumerated() {
      let path = path(of: place, call, shape, task)
      if path == nil { noteUnresolved(place, call, shape, task) }
      if let path { noteForeignRandomness(path, shape.kind) }
      let role = path.flatMap { self.role(of: $0, index, shape, flags: flags) }
      if let role, role != .elsewhere { known = true }
      paths.append(path ?? "")
      roles.append(role ?? .elsewhere)
    }
    return known ? (paths, roles) : nil
  }

  private func path(of place: CallShape.Place, _ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t)
    -> String?
  {
    switch place {
    case .descriptor(let index):
      return resolver.path(of: descriptor(call, shape, index, task), task: task)
    case .path(let directory, let index):
      let start = directory.map { Int32(truncatingIfNeeded: call[argument: $0]) }
      guard let text = TaskMemory(task: task).string(at: call[argument: index]) else {
        // A null path means the descriptor itself to some calls.
        return start.flatMap { resolver.path(of: $0, task: task) }
      }
      return resolver.path(text, directory: start, task: task)
    }
  }

  private func descriptor(_ call: mirror_trace_call, _ shape: CallShape, _ index: Int, _ task: pid_t) -> Int32
  {
    if shape.name == "ioctl", index == 2, call.arguments.1 == 0x4020_940d {
      return Int32(truncatingIfNeeded: TaskMemory(task: task).word(at: call.arguments.2) ?? 0)
    }
    return Int32(truncatingIfNeeded: call[argument: index])
  }

  private func role(of path: String, _ index: Int, _ shape: CallShape, flags: Int32) -> PathRole? {
    if path.utf8.starts(with: "/memfd:".utf8) {
      guard shape.kind == .write || shape.kind == .copy else { return nil }
      // The number of the file follows its name.
      if path.hasPrefix("/memfd:\(Self.outputName)#") { return .standardOutput }
      return path.hasPrefix("/memfd:\(Self.errorName)#") ? .standardError : nil
    }
    switch shape.kind {
    case .open where flags & OpenFlags.unnamed != 0: return book.reserveUnnamed(below: path)
    // One that is there already may be written to as well.
    case .open: return book.role(of: path, creating: flags & (OpenFlags.create | OpenFlags.access) != 0)
    case .setAttribute: return book.role(of: path, creating: true)
    case .makeDirectory, .makeNode, .symbolicLink:
      // `mkdir -p` goes through all the directories that are there already.
      return book.role(of: path, creating: access(path, F_OK) != 0)
    case .rename, .link: return book.role(of: path, creating: index == 1)
    default: return book.role(of: path, creating: false)
    }
  }

  private func openFlags(_ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t) -> Int32 {
    if shape.kind != .open { return 0 }
    if let index = shape.flags { return Int32(truncatingIfNeeded: call[argument: index]) }
    if shape.name == "creat" { return OpenFlags.create | OpenFlags.truncate | 1 }
    return Int32(truncatingIfNeeded: TaskMemory(task: task).word(at: call.arguments.2) ?? 0)
  }

  private func fillIn(
    _ traced: inout TracedCall, _ call: mirror_trace_call, _ shape: CallShape, _ task: pid_t
  ) {
    let memory = TaskMemory(task: task)
    switch shape.places.last {
    case .descriptor(let index): traced.descriptor = descriptor(call, shape, index, task)
    case .path(.some(let directory), let index) where shape.kind == .status:
      // fstat(2) is a newfstatat(2) of an empty path.
      if memory.string(at: call[argument: index])?.isEmpty ?? true {
        traced.descriptor = Int32(truncatingIfNeeded: call[argument: directory])
      }
    default: break
    }
    switch shape.bytes {
    case .none: break
    case .counted(let length): traced.requested = TaskMemory.moved(call[argument: length])
    case .buffer(let address, let length):
      traced.requested = TaskMemory.moved(call[argument: length])
      if options.observes, shape.kind == .write || shape.kind == .setAttribute {
        traced.bytes = memory.bytes(
          at: call[argument: address], count: min(traced.requested, TraceOptions.keptBytes))
        if traced.bytes.isEmpty, traced.requested > 0 {
          noteUnreadable(call[argument: address], of: shape.name, task)
        }
      }
    case .vector(let address, let count):
      for part in memory.vector(at: call[argument: address], count: call[argument: count]) {
        traced.requested += part.length
        guard options.observes, shape.kind == .write else { continue }
        let room = TraceOptions.keptBytes - traced.bytes.count
        traced.bytes += memory.bytes(at: part.address, count: min(part.length, room))
      }
    }
    if traced.creates, let path = traced.paths.last, options.observes || isScratch(traced) {
      var status = stat()
      traced.existedBefore = lstat(path, &status) == 0
    }
    if shape.name == "close_range" {
      traced.closesWritten = closesWrittenInRange(call, task)
    } else if shape.kind == .close, let descriptor = traced.descriptor {
      traced.closesWritten = closesWritten(descriptor, path: traced.paths[0], task: task)
    }
  }

  private func isScratch(_ traced: TracedCall) -> Bool {
    if case .scratch? = traced.name.roles.last { true } else { false }
  }
}

extension mirror_trace_call {
  /// An argument by its index, 0 to 5.
  subscript(argument index: Int) -> UInt64 {
    switch index {
    case 0: arguments.0
    case 1: arguments.1
    case 2: arguments.2
    case 3: arguments.3
    case 4: arguments.4
    default: arguments.5
    }
  }
}
