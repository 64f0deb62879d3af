/// Where a subject is stopped to be copied.
package enum StopPoint: Sendable {
  /// Its first watched call.
  case firstCall
  case call(CallName)
  /// The call that draws this randomness; in runs only in which randomness is replaced.
  case draw(DrawIdentity)
}
