internal import CTrace

/// What a system call does, as far as the tracer cares.
package enum CallKind: Sendable, Hashable {
  case open
  case makeDirectory
  case makeNode
  case symbolicLink
  case remove
  case rename
  case link
  case changeMode
  case changeOwner
  case changeTimes
  case status
  case resize
  case allocate
  case write
  case copy
  case flush
  case close
  case listDirectory
  case setAttribute
  case lock
  case map
  case read
  case random
  case selfTrace
  case clock
  case identity
  /// It makes a timer, or ties a process to another: what a copy of the process does not have.
  case uncopied
  case sendSignal
  /// It tells which signals wait.
  case signalQuestion
}

/// How one system call names files and moves bytes: which argument is what.
struct CallShape: Sendable {
  /// An argument, or a pair of them, that names a file.
  enum Place: Sendable {
    case path(directory: Int?, path: Int)
    case descriptor(Int)
  }

  /// Where the bytes lie, or how many are wanted.
  enum Bytes: Sendable {
    case none
    case buffer(address: Int, length: Int)
    case vector(address: Int, count: Int)
    case counted(length: Int)
  }

  let name: String
  let kind: CallKind
  let places: [Place]
  var bytes = Bytes.none
  /// The argument with open flags.
  var flags: Int?
  var rule = MIRROR_TRACE_ALWAYS
}

/// The system calls that stop, by number.
struct CallTable: Sendable {
  let shapes: [Int64: CallShape]
  let numbers: [mirror_traced_number]

  static let plain = CallTable(fileCalls)
  private static let withReadings = CallTable(fileCalls + readings)
  private static let withCircumstances = CallTable(fileCalls + readings + circumstances + signals)

  /// The calls that can change or look at a file; those that read, which are many, and those that tell two runs of one
  /// program apart, where the run is about them.
  static func ofRun(_ options: TraceOptions) -> CallTable {
    options.randomSeed != nil ? withCircumstances : options.watchesReads ? withReadings : plain
  }

  private static let template = CallTable(fileCalls + readings + signals + uncopied)
  private static let templateWithCircumstances = CallTable(
    fileCalls + readings + circumstances + signals + uncopied)

  /// For a subject that is to be copied.
  static func ofTemplate(_ options: TraceOptions) -> CallTable {
    options.randomSeed != nil ? templateWithCircumstances : template
  }

  private static let copy = CallTable(fileCalls + signals)
  private static let copyWithReadings = CallTable(fileCalls + readings + signals)
  private static let copyWithCircumstances = CallTable(fileCalls + readings + circumstances + signals)

  /// For a copy of such a subject.
  static func ofCopy(_ options: TraceOptions) -> CallTable {
    options.randomSeed != nil ? copyWithCircumstances : options.watchesReads ? copyWithReadings : copy
  }

  private init(_ wanted: [CallShape]) {
    var shapes: [Int64: CallShape] = [:]
    var numbers: [mirror_traced_number] = []
    for shape in wanted {
      let number = mirror_trace_number(shape.name)
      if number < 0 { continue }
      shapes[Int64(number)] = shape
      numbers.append(mirror_traced_number(number: Int32(number), rule: Int32(shape.rule.rawValue)))
    }
    self.shapes = shapes
    self.numbers = numbers
  }
}

private let fileCalls: [CallShape] =
  openings + namings + statuses + changes + attributes + writings + copies + descriptors + signalQuestions

private func named(_ path: Int) -> [CallShape.Place] { [.path(directory: nil, path: path)] }
private func at(_ directory: Int, _ path: Int) -> [CallShape.Place] {
  [.path(directory: directory, path: path)]
}

private let openings: [CallShape] = [
  CallShape(name: "open", kind: .open, places: named(0), flags: 1),
  CallShape(name: "creat", kind: .open, places: named(0)),
  CallShape(name: "openat", kind: .open, places: at(0, 1), flags: 2),
  CallShape(name: "openat2", kind: .open, places: at(0, 1)),
  CallShape(name: "mkdir", kind: .makeDirectory, places: named(0)),
  CallShape(name: "mkdirat", kind: .makeDirectory, places: at(0, 1)),
  CallShape(name: "mknod", kind: .makeNode, places: named(0)),
  CallShape(name: "mknodat", kind: .makeNode, places: at(0, 1)),
  CallShape(name: "symlink", kind: .symbolicLink, places: named(1)),
  CallShape(name: "symlinkat", kind: .symbolicLink, places: at(1, 2)),
]

private let namings: [CallShape] = [
  CallShape(name: "unlink", kind: .remove, places: named(0)),
  CallShape(name: "rmdir", kind: .remove, places: named(0)),
  CallShape(name: "unlinkat", kind: .remove, places: at(0, 1)),
  CallShape(name: "rename", kind: .rename, places: named(0) + named(1)),
  CallShape(name: "renameat", kind: .rename, places: at(0, 1) + at(2, 3)),
  CallShape(name: "renameat2", kind: .rename, places: at(0, 1) + at(2, 3)),
  CallShape(name: "link", kind: .link, places: named(0) + named(1)),
  CallShape(name: "linkat", kind: .link, places: at(0, 1) + at(2, 3)),
]

private let statuses: [CallShape] = [
  CallShape(name: "stat", kind: .status, places: named(0)),
  CallShape(name: "lstat", kind: .status, places: named(0)),
  CallShape(name: "access", kind: .status, places: named(0)),
  CallShape(name: "readlink", kind: .status, places: named(0)),
  CallShape(name: "newfstatat", kind: .status, places: at(0, 1)),
  CallShape(name: "statx", kind: .status, places: at(0, 1)),
  CallShape(name: "faccessat", kind: .status, places: at(0, 1)),
  CallShape(name: "faccessat2", kind: .status, places: at(0, 1)),
  CallShape(name: "readlinkat", kind: .status, places: at(0, 1)),
  CallShape(name: "fstat", kind: .status, places: [.descriptor(0)]),
  CallShape(name: "getdents", kind: .listDirectory, places: [.descriptor(0)]),
  CallShape(name: "getdents64", kind: .listDirectory, places: [.descriptor(0)]),
]

private let changes: [CallShape] = [
  CallShape(name: "chmod", kind: .changeMode, places: named(0)),
  CallShape(name: "fchmod", kind: .changeMode, places: [.descriptor(0)]),
  CallShape(name: "fchmodat", kind: .changeMode, places: at(0, 1)),
  CallShape(name: "fchmodat2", kind: .changeMode, places: at(0, 1)),
  CallShape(name: "chown", kind: .changeOwner, places: named(0)),
  CallShape(name: "lchown", kind: .changeOwner, places: named(0)),
  CallShape(name: "fchown", kind: .changeOwner, places: [.descriptor(0)]),
  CallShape(name: "fchownat", kind: .changeOwner, places: at(0, 1)),
  CallShape(name: "utime", kind: .changeTimes, places: named(0)),
  CallShape(name: "utimes", kind: .changeTimes, places: named(0)),
  CallShape(name: "futimesat", kind: .changeTimes, places: at(0, 1)),
  CallShape(name: "utimensat", kind: .changeTimes, places: at(0, 1)),
  CallShape(name: "truncate", kind: .resize, places: named(0)),
  CallShape(name: "ftruncate", kind: .resize, places: [.descriptor(0)]),
  CallShape(name: "fallocate", kind: .allocate, places: [.descriptor(0)]),
]

private let attributes: [CallShape] = [
  CallShape(
    name: "setxattr", kind: .setAttribute, places: named(0), bytes: .buffer(address: 2, length: 3)),
  CallShape(
    name: "lsetxattr", kind: .setAttribute, places: named(0), bytes: .buffer(address: 2, length: 3)),
  CallShape(
    name: "fsetxattr", kind: .setAttribute, places: [.descriptor(0)], bytes: .buffer(address: 2, length: 3)),
]

private let writings: [CallShape] = [
  CallShape(
    name: "write", kind: .write, places: [.descriptor(0)], bytes: .buffer(address: 1, length: 2)),
  CallShape(
    name: "pwrite64", kind: .write, places: [.descriptor(0)], bytes: .buffer(address: 1, length: 2)),
  CallShape(name: "writev", kind: .write, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
  CallShape(name: "pwritev", kind: .write, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
  CallShape(name: "pwritev2", kind: .write, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
  CallShape(name: "vmsplice", kind: .write, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
]

private let copies: [CallShape] = [
  CallShape(
    name: "copy_file_range", kind: .copy, places: [.descriptor(0), .descriptor(2)],
    bytes: .counted(length: 4)),
  CallShape(
    name: "sendfile", kind: .copy, places: [.descriptor(1), .descriptor(0)], bytes: .counted(length: 3)),
  CallShape(
    name: "splice", kind: .copy, places: [.descriptor(0), .descriptor(2)], bytes: .counted(length: 4)),
  // FICLONE takes the source as its argument, FICLONERANGE a structure that begins with it (see `Tracer`).
  CallShape(
    name: "ioctl", kind: .copy, places: [.descriptor(2), .descriptor(0)], rule: MIRROR_TRACE_CLONE_IOCTL),
]

private let descriptors: [CallShape] = [
  CallShape(name: "fsync", kind: .flush, places: [.descriptor(0)]),
  CallShape(name: "fdatasync", kind: .flush, places: [.descriptor(0)]),
  CallShape(name: "syncfs", kind: .flush, places: [.descriptor(0)]),
  CallShape(name: "sync_file_range", kind: .flush, places: [.descriptor(0)]),
  CallShape(name: "sync", kind: .flush, places: []),
  CallShape(name: "msync", kind: .flush, places: []),
  CallShape(name: "close", kind: .close, places: [.descriptor(0)]),
  CallShape(name: "close_range", kind: .close, places: []),
  CallShape(name: "flock", kind: .lock, places: [.descriptor(0)]),
  CallShape(name: "fcntl", kind: .lock, places: [.descriptor(0)], rule: MIRROR_TRACE_LOCK_FCNTL),
  CallShape(name: "mmap", kind: .map, places: [.descriptor(4)], rule: MIRROR_TRACE_SHARED),
  CallShape(name: "ptrace", kind: .selfTrace, places: []),
]

private let readings: [CallShape] = [
  CallShape(name: "getrandom", kind: .random, places: [], bytes: .buffer(address: 0, length: 1)),
  CallShape(name: "read", kind: .read, places: [.descriptor(0)], bytes: .buffer(address: 1, length: 2)),
  CallShape(name: "pread64", kind: .read, places: [.descriptor(0)], bytes: .buffer(address: 1, length: 2)),
  CallShape(name: "readv", kind: .read, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
  CallShape(name: "preadv", kind: .read, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
  CallShape(name: "preadv2", kind: .read, places: [.descriptor(0)], bytes: .vector(address: 1, count: 2)),
]

private let circumstances: [CallShape] = [
  CallShape(name: "clock_gettime", kind: .clock, places: [], bytes: .buffer(address: 1, length: 1)),
  CallShape(name: "gettimeofday", kind: .clock, places: [], bytes: .buffer(address: 0, length: 0)),
  CallShape(name: "time", kind: .clock, places: [], bytes: .buffer(address: 0, length: 0)),
  CallShape(name: "getpid", kind: .identity, places: []),
  CallShape(name: "gettid", kind: .identity, places: []),
  CallShape(name: "getppid", kind: .identity, places: []),
]

private let signalQuestions: [CallShape] = [
  "rt_sigpending", "rt_sigtimedwait", "signalfd", "signalfd4",
].map {
  CallShape(name: $0, kind: .signalQuestion, places: [])
}

private let signals: [CallShape] = ["kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"].map {
  CallShape(name: $0, kind: .sendSignal, places: [])
}

private let uncopied: [CallShape] = [
  CallShape(name: "alarm", kind: .uncopied, places: []),
  CallShape(name: "setitimer", kind: .uncopied, places: []),
  CallShape(name: "timer_create", kind: .uncopied, places: []),
  CallShape(name: "prctl", kind: .uncopied, places: [], rule: MIRROR_TRACE_PARENT_PRCTL),
]
