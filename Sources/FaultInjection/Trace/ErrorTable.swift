internal import Glibc

extension ErrorNumber {
  static let access = ErrorNumber(name: "EACCES", value: EACCES)
  static let busy = ErrorNumber(name: "EBUSY", value: EBUSY)
  static let crossDevice = ErrorNumber(name: "EXDEV", value: EXDEV)
  package static let interrupted = ErrorNumber(name: "EINTR", value: EINTR)
  static let invalid = ErrorNumber(name: "EINVAL", value: EINVAL)
  static let inputOutput = ErrorNumber(name: "EIO", value: EIO)
  static let manyFiles = ErrorNumber(name: "EMFILE", value: EMFILE)
  static let manyFilesInSystem = ErrorNumber(name: "ENFILE", value: ENFILE)
  static let manyLinks = ErrorNumber(name: "EMLINK", value: EMLINK)
  static let nameTooLong = ErrorNumber(name: "ENAMETOOLONG", value: ENAMETOOLONG)
  static let noDevice = ErrorNumber(name: "ENODEV", value: ENODEV)
  static let noLocks = ErrorNumber(name: "ENOLCK", value: ENOLCK)
  static let noMemory = ErrorNumber(name: "ENOMEM", value: ENOMEM)
  package static let noSpace = ErrorNumber(name: "ENOSPC", value: ENOSPC)
  static let notPermitted = ErrorNumber(name: "EPERM", value: EPERM)
  static let notSupported = ErrorNumber(name: "EOPNOTSUPP", value: EOPNOTSUPP)
  static let quota = ErrorNumber(name: "EDQUOT", value: EDQUOT)
  static let readOnly = ErrorNumber(name: "EROFS", value: EROFS)
}

extension CallKind {
  /// Calls that a lasting fault strikes together.
  var family: CallKind {
    switch self {
    case .copy: .write
    case .link: .rename
    default: self
    }
  }
}

/// The errors that each call can really return on a file system, and that say nothing untrue of what is there: never
/// that a file exists which does not, or the other way round.
package enum ErrorTable {
  private static let noRoom: [ErrorNumber] = [.noSpace, .quota]
  private static let newName: [ErrorNumber] = [
    .access, .readOnly, .noSpace, .quota, .inputOutput, .notPermitted,
  ]

  package static func errors(of call: TracedCall) -> [ErrorNumber] {
    switch call.kind {
    case .open: errorsOfOpen(call)
    case .makeDirectory: newName + [.noMemory, .nameTooLong]
    case .makeNode, .symbolicLink: newName + [.nameTooLong]
    case .remove: [.access, .notPermitted, .readOnly, .inputOutput, .busy]
    case .rename:
      newName + [.noMemory] + acrossDevices(call) + (call.name.call == "renameat2" ? [.invalid] : [])
    case .link: newName + [.manyLinks, .notSupported] + acrossDevices(call)
    case .changeMode: [.notPermitted, .access, .readOnly, .inputOutput]
    case .status: call.descriptor == nil ? [.access, .inputOutput, .noMemory] : [.inputOutput, .noMemory]
    case .resize: [.inputOutput, .noSpace, .notPermitted, .interrupted]
    case .allocate: noRoom + [.inputOutput, .notSupported, .interrupted]
    case .write: noRoom + [.inputOutput, .interrupted]
    case .copy:
      noRoom + [.inputOutput] + (call.name.call == "sendfile" ? [.invalid] : [.notSupported, .crossDevice])
    case .flush: call.name.call == "sync" ? [] : [.inputOutput, .noSpace, .quota, .interrupted]
    case .close: [.inputOutput, .noSpace, .quota]
    case .listDirectory: [.inputOutput]
    case .lock: [.noLocks, .interrupted]
    case .map: [.noMemory, .noDevice]
    case .read: [.inputOutput, .interrupted]
    // Not among the calls that the rules speak of.
    case .changeOwner, .changeTimes, .setAttribute, .random, .selfTrace, .clock, .identity, .uncopied,
      .sendSignal, .signalQuestion:
      []
    }
  }

  private static func errorsOfOpen(_ call: TracedCall) -> [ErrorNumber] {
    let full: [ErrorNumber] = [.manyFiles, .manyFilesInSystem, .noMemory]
    if call.openFlags & OpenFlags.unnamed != 0 { return newName + full + [.notSupported, .interrupted] }
    if call.creates { return newName + full + [.nameTooLong, .interrupted] }
    if call.openFlags & OpenFlags.access != 0 { return [.access, .readOnly, .inputOutput] + full }
    return [.access, .inputOutput] + full
  }

  /// A name in another directory can be on another file system.
  private static func acrossDevices(_ call: TracedCall) -> [ErrorNumber] {
    let parents = call.paths.map { path in path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } }
    return parents.count == 2 && parents[0] != parents[1] ? [.crossDevice] : []
  }
}
