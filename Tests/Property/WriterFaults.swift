import FaultInjection
import MirrorLogin
import MirrorReference
import Synchronization
import SystemPackage

/// What happens at one call of the writer.
enum Fault: Sendable, Hashable {
  /// The call is not made, and fails.
  case error(Errno)
  /// The call is made, and reported as failed all the same; calls of which that cannot be are not made.
  case errorAfter(Errno)
  /// A write takes only some of the bytes.
  case short(Int)
  /// A signal has arrived; every question for one is answered with it from now on.
  case signal
}

/// The kernel's calls, with faults at chosen ones.
///
/// Calls are counted from 0 in the order in which the writer makes them.
final class FaultyCalls: FileSystemCalls {
  struct State {
    var made: [String] = []
    var fired = 0
    var hasSignal = false
    /// Removals that were made to fail: what they would have removed may stay.
    var failedRemovals = 0
  }

  private static let mayFailAfter: Set = [
    "changeMode", "flush", "close", "linkThroughProc", "linkDescriptor", "link", "renameExclusively",
    "rename", "unlink", "removeDirectory",
  ]

  private static let removes: Set = ["unlink", "removeDirectory", "statusOfName"]
  private static let believed: Set<Errno> = [.noSuchFileOrDirectory, .fileExists, .directoryNotEmpty]

  private let kernel = KernelCalls()
  private let faults: [Int: Fault]
  private let abilities: Abilities
  private let isOrdinaryUser: Bool
  private let before: @Sendable (Int, String) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - isOrdinaryUser: whether the modes of directories hold, as they do for everyone but root.
  ///   - before: is run before each call, with its number and name.
  init(
    faults: [Int: Fault] = [:], abilities: Abilities = Abilities(), isOrdinaryUser: Bool = false,
    before: @escaping @Sendable (Int, String) -> Void = { _, _ in }
  ) {
    self.faults = faults
    self.abilities = abilities
    self.isOrdinaryUser = isOrdinaryUser
    self.before = before
  }

  /// The names of the calls made so far.
  var made: [String] { state.withLock(\.made) }
  /// How many faults have come to pass.
  var fired: Int { state.withLock(\.fired) }
  var failedRemovals: Int { state.withLock(\.failedRemovals) }

  private func call<Result>(
    _ name: String, _ body: () throws(Errno) -> Result
  ) throws(Errno) -> Result {
    let (index, fault) = state.withLock { state in
      let index = state.made.count
      state.made.append(name)
      let fault = faults[index]
      if fault != nil { state.fired += 1 }
      if fault == .signal { state.hasSignal = true }
      if fault != nil, fault != .signal, name == "unlink" || name == "removeDirectory" {
        state.failedRemovals += 1
      }
      return (index, fault)
    }
    before(index, name)
    switch fault {
    case .error(let errno):
      // That a name is gone, or a directory in use, must be believed: such a lie cannot be seen through.
      throw Self.removes.contains(name) && Self.believed.contains(errno) ? .ioError : errno
    case .errorAfter(let errno):
      if Self.mayFailAfter.contains(name) { _ = try body() }
      throw errno
    case .short, .signal, nil: return try body()
    }
  }

  private func fault(at index: Int) -> Fault? { faults[index] }

  /// Refuses what its owner may not do with a directory: look up a name (execute) or change the names (write, too).
  private func demand(_ bits: ModeBits, of directory: FileDescriptor) throws(Errno) {
    guard isOrdinaryUser, let mode = try? kernel.status(of: directory).mode else { return }
    guard mode & bits == bits else { throw .permissionDenied }
  }

  func openDirectory(
    _ path: String, at parent: FileDescriptor, readable: Bool, following: Bool
  ) throws(Errno) -> FileDescriptor {
    try call("openDirectory") { () throws(Errno) in
      try kernel.openDirectory(path, at: parent, readable: readable, following: following)
    }
  }

  func makeDirectory(
    _ name: String, at parent: FileDescriptor, mode: ModeBits
  ) throws(Errno) {
    try call("makeDirectory") { () throws(Errno) in
      try demand(0o300, of: parent)
      try kernel.makeDirectory(name, at: parent, mode: mode)
    }
  }

  func removeDirectory(_ name: String, at parent: FileDescriptor) throws(Errno) {
    try call("removeDirectory") { () throws(Errno) in
      try demand(0o300, of: parent)
      try kernel.removeDirectory(name, at: parent)
    }
  }

  func openUnnamed(at directory: FileDescriptor, mode: ModeBits) throws(Errno) -> FileDescriptor {
    try call("openUnnamed") { () throws(Errno) in
      guard abilities.unnamedFiles else { throw .notSupported }
      try demand(0o300, of: directory)
      return try kernel.openUnnamed(at: directory, mode: mode)
    }
  }

  func openExclusive(
    _ name: String, at directory: FileDescriptor, mode: ModeBits
  ) throws(Errno) -> FileDescriptor {
    try call("openExclusive") { () throws(Errno) in
      try demand(0o300, of: directory)
      return try kernel.openExclusive(name, at: directory, mode: mode)
    }
  }

  func status(of descriptor: FileDescriptor) throws(Errno) -> FileStatus {
    try call("statusOfDescriptor") { () throws(Errno) in try kernel.status(of: descriptor) }
  }

  func status(of name: String, at directory: FileDescriptor) throws(Errno) -> FileStatus {
    try call("statusOfName") { () throws(Errno) in
      try demand(0o100, of: directory)
      return try kernel.status(of: name, at: directory)
    }
  }

  func changeMode(of descriptor: FileDescriptor, to mode: ModeBits) throws(Errno) {
    try call("changeMode") { () throws(Errno) in try kernel.changeMode(of: descriptor, to: mode) }
  }

  func write(_ bytes: UnsafeRawBufferPointer, to descriptor: FileDescriptor) throws(Errno) -> Int {
    let index = state.withLock(\.made.count)
    return try call("write") { () throws(Errno) in
      guard case .short(let count) = fault(at: index) else { return try kernel.write(bytes, to: descriptor) }
      return try kernel.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), to: descriptor)
    }
  }

  func truncate(_ descriptor: FileDescriptor) throws(Errno) {
    try call("truncate") { () throws(Errno) in try kernel.truncate(descriptor) }
  }

  func flush(_ descriptor: FileDescriptor) throws(Errno) {
    try call("flush") { () throws(Errno) in try kernel.flush(descriptor) }
  }

  func flushFileSystem(of descriptor: FileDescriptor) throws(Errno) {
    // The whole machine's file system, hundreds of times: asked for is enough.
    try call("flushFileSystem") { () throws(Errno) in }
  }

  func close(_ descriptor: FileDescriptor) throws(Errno) {
    // The kernel frees the descriptor whatever it reports.
    let index = state.withLock(\.made.count)
    if case .error = fault(at: index) { try? kernel.close(descriptor) }
    try call("close") { () throws(Errno) in try kernel.close(descriptor) }
  }

  func linkThroughProc(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno) {
    try call("linkThroughProc") { () throws(Errno) in
      guard abilities.proc else { throw .noSuchFileOrDirectory }
      try demand(0o300, of: directory)
      try kernel.linkThroughProc(descriptor, at: directory, as: name)
    }
  }

  func linkDescriptor(
    _ descriptor: FileDescriptor, at directory: FileDescriptor, as name: String
  ) throws(Errno) {
    try call("linkDescriptor") { () throws(Errno) in
      guard abilities.linkByDescriptor else { throw .noSuchFileOrDirectory }
      // Most kernels reserve the direct way to root; the other one does the same.
      try demand(0o300, of: directory)
      try kernel.linkThroughProc(descriptor, at: directory, as: name)
    }
  }

  func link(_ name: String, at directory: FileDescriptor, as newName: String) throws(Errno) {
    try call("link") { () throws(Errno) in
      try demand(0o300, of: directory)
      try kernel.link(name, at: directory, as: newName)
    }
  }

  func renameExclusively(
    _ name: String, at directory: FileDescriptor, to newName: String
  ) throws(Errno) {
    try call("renameExclusively") { () throws(Errno) in
      guard abilities.exclusiveRename else { throw .invalidArgument }
      try demand(0o300, of: directory)
      try kernel.renameExclusively(name, at: directory, to: newName)
    }
  }

  func rename(_ name: String, at directory: FileDescriptor, to newName: String) throws(Errno) {
    try call("rename") { () throws(Errno) in
      try demand(0o300, of: directory)
      try kernel.rename(name, at: directory, to: newName)
    }
  }

  func unlink(_ name: String, at directory: FileDescriptor) throws(Errno) {
    try call("unlink") { () throws(Errno) in
      try demand(0o300, of: directory)
      try kernel.unlink(name, at: directory)
    }
  }

  func randomSuffix() throws(Errno) -> String {
    try call("randomSuffix") { () throws(Errno) in try kernel.randomSuffix() }
  }

  func pendingSignal() -> Int32? {
    _ = try? call("pendingSignal") { () throws(Errno) in }
    return state.withLock(\.hasSignal) ? 15 : nil
  }
}

extension FaultyCalls: StoreCalls {
  func openForReading(_ name: String, at directory: FileDescriptor) throws(Errno) -> FileDescriptor {
    try call("openForReading") { () throws(Errno) in try kernel.openForReading(name, at: directory) }
  }

  func read(
    _ descriptor: FileDescriptor, into room: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    let index = state.withLock(\.made.count)
    return try call("read") { () throws(Errno) in
      guard case .short(let count) = fault(at: index) else { return try kernel.read(descriptor, into: room) }
      return try kernel.read(
        descriptor, into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(max(count, 1))))
    }
  }

  func details(of descriptor: FileDescriptor) throws(Errno) -> FileDetails {
    try call("detailsOfDescriptor") { () throws(Errno) in try kernel.details(of: descriptor) }
  }

  func details(of name: String, at directory: FileDescriptor) throws(Errno) -> FileDetails {
    try call("detailsOfName") { () throws(Errno) in try kernel.details(of: name, at: directory) }
  }

  func readLink(_ name: String, at directory: FileDescriptor) throws(Errno) -> String {
    try call("readLink") { () throws(Errno) in try kernel.readLink(name, at: directory) }
  }

  func changeOwner(of descriptor: FileDescriptor, user: UInt32, group: UInt32) throws(Errno) {
    try call("changeOwner") { () throws(Errno) in
      try kernel.changeOwner(of: descriptor, user: user, group: group)
    }
  }

  func tryLock(_ descriptor: FileDescriptor) throws(Errno) -> Bool {
    try call("tryLock") { () throws(Errno) in try kernel.tryLock(descriptor) }
  }

  func pause(milliseconds: Int) { kernel.pause(milliseconds: milliseconds) }

  func clock() -> Int64 { kernel.clock() }
}
