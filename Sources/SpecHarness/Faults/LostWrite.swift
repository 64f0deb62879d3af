internal import FaultInjection

/// Whether a run went on to success after it had been told that what it wrote may be lost.
enum LostWrite {
  /// An error from a flush, or from closing a descriptor that the file was written through, calls for writing
  /// again or reading back.
  ///
  /// A directory has nothing to write; there another flush or a look at it will do.
  static func isIgnored(_ run: TracedRun, _ fault: FaultCase, _ clean: CleanRun) -> Bool {
    guard let hit = run.recording.hit, run.recording.calls.indices.contains(hit) else { return false }
    let struck = run.recording.calls[hit]
    guard struck.kind == .flush || struck.closesWritten else { return false }
    let here = Purposes(run.recording)
    let roles = struck.name.roles
    let files = roles.reduce(into: Set<KeyFile>()) {
      $0.formUnion(here.files(of: $1))
      $0.formUnion(clean.purposes.files(of: $1))
    }
    let isInterruption = struck.result == -Int(ErrorNumber.interrupted.value)
    return !run.recording.calls[(hit + 1)...].contains { call in
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
