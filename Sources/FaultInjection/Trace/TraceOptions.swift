/// What a traced run looks at beside its calls.
package struct TraceOptions: Sendable {
  /// Whether calls that read are watched, too; they are many.
  package var watchesReads = false
  /// Whether the bytes of writes are kept and files looked at after each call.
  package var observes = false
  /// What the kernel's randomness is replaced with: the same seed gives the same stream.
  package var randomSeed: UInt64?
  /// What else is replaced where randomness is.
  package var circumstances = Circumstances()
  /// The calls of getrandom(2) that fail.
  package var refusal: DrawRefusal?
  /// The draws that get other bytes than the seed says.
  package var alterations: [DrawIdentity: DrawAlteration] = [:]
  /// Whether the vDSO is hidden, through which randomness can be had without a system call.
  package var hidesVDSO = false

  /// What happens while the run is held before the call of a fault `concurrentWriter`, instead of a file that appears.
  package var meanwhile: (@Sendable () -> Void)?

  /// Looks at the run while it is held at a call.
  package var looks: InstantLooks?

  package init() {}

  /// For the recorded run from which modes, flushes and entropy are read.
  package static var observing: TraceOptions {
    var options = TraceOptions()
    options.watchesReads = true
    options.observes = true
    options.hidesVDSO = true
    return options
  }

  /// How much of one write is kept.
  static let keptBytes = 1 << 16
}

/// What tells two runs of one program apart beside randomness, and is the same in all runs in which that is replaced.
package struct Circumstances: Sendable, Hashable {
  /// Whether process IDs are shown as they are.
  package var keepsIdentities = false
  /// Whether each thread has draws of its own, as is right for threads that draw at the same time; a goroutine, for one, goes from
  /// thread to thread.
  package var tellsThreadsApart = false
}

/// Calls of getrandom(2) that are answered as if the kernel had no such call, as old ones and some filters do.
package struct DrawRefusal: Sendable, Hashable {
  package var draw: DrawIdentity
  /// Whether all later ones fail, too, in every process.
  package var isLasting: Bool

  package init(draw: DrawIdentity, isLasting: Bool) {
    self.draw = draw
    self.isLasting = isLasting
  }
}
