/// Loops of writes.
extension Tracer {
  /// So many writes of a loop are followed to their end; later ones only where what they return is shown, or tells something.
  private static let followedWrites = 8

  /// Whether no later call can fail by the fault, and no lost write has to be made up for.
  private var hasPassed: Bool {
    guard let plan, let hit = recording.hit else { return false }
    switch plan.fault {
    case .error(_, lasting: false):
      return recording.calls.indices.contains(hit) && ![.flush, .close].contains(recording.calls[hit].kind)
    case .signal, .short: return true
    case .error, .lost, .fullAfterHalf, .kill, .concurrentWriter: return false
    }
  }

  /// Whether a call is one of many like writes whose end nobody needs to see.
  ///
  /// Each stop costs as much as the write itself, and a program that writes byte by byte makes hundreds.
  func isOneOfMany(_ traced: TracedCall) -> Bool {
    guard let plan, traced.kind == .write, !options.observes, !options.watchesReads,
      recording.hit == nil || hasPassed, traced.name.occurrence > Self.followedWrites
    else {
      return false
    }
    // A report shows the calls around the fault.
    if let hit = recording.hit { return recording.calls.count >= hit + Recording.shownCalls.after }
    return traced.name.key != plan.target.key
      || traced.name.occurrence + Recording.shownCalls.before < plan.target.occurrence
  }
}
