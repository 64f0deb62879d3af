package import FaultInjection

/// Whether a run went on to success after it had been told that what it wrote may be lost (rule J5).
///
/// An error from a flush, or from closing a descriptor that the file was written through, calls for writing again or
/// reading back. A directory has nothing to write; there another flush or a look at it will do.
package struct LostWrite {
  /// Whether nothing of the kind followed the error.
  package let isIgnored: Bool

  /// - Parameters:
  ///   - recording: of the run with the fault.
  ///   - clean: the purposes of a run without it, which may have got further.
  package init(_ recording: Recording, _ clean: Purposes) {
    guard let hit = recording.hit, recording.calls.indices.contains(hit) else {
      isIgnored = false
      return
    }
    let struck = recording.calls[hit]
    guard struck.kind == .flush || struck.closesWritten else {
      isIgnored = false
      return
    }
    let here = clean.of(recording)
    let roles = struck.name.roles
    let files = here.files(of: struck.name).union(clean.files(of: struck.name))
    let isInterruption = struck.result == -Int(ErrorNumber.interrupted.value)
    isIgnored = !recording.calls[(hit + 1)...].contains { call in
      guard call.succeeded else { return false }
      let isSame = call.name.roles.contains { role in
        roles.contains(role) || !here.files(of: role).isDisjoint(with: files)
      }
      switch call.kind {
      case .write, .copy: return isSame && (call.result ?? 0) > 0
      case .read: return isSame && (call.result ?? 0) > 0
      case .map: return isSame
      case .flush: return isSame && (isInterruption || files.isEmpty)
      case .listDirectory: return isSame && files.isEmpty
      default: return false
      }
    }
  }
}

extension Purposes {
  /// The purposes of another run on the same files.
  func of(_ recording: Recording) -> Purposes { Purposes(recording, files: files) }
}
