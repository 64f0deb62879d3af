/// Everything that a traced run showed.
package struct Recording: Sendable {
  /// The calls that concerned a path with a role, in order.
  package var calls: [TracedCall] = []
  /// Index of the call at which the fault went in, or where the run ended by it.
  package var hit: Int?
  /// How many times a fault was injected.
  package var injections = 0
  /// What was seen of the files that the run made, for the modes.
  package var histories: [FileHistory] = []
  /// Whether there was too much to keep.
  package var historiesAreCut = false
  /// Bytes of randomness drawn from the kernel, each with the number of calls recorded before it.
  package var draws: [Draw] = []
  /// Why the run says nothing about the subject.
  package var obstacle: Obstacle?
  /// How the run ended; none if it did not start.
  package var result: RunResult?

  /// What keeps a run from being judged.
  package enum Obstacle: Sendable, Hashable {
    case notStarted(operation: String, errno: Int32)
    /// It made a call for another architecture (a 32-bit program).
    case foreignArchitecture
  }

  /// Randomness taken from the kernel.
  package struct Draw: Sendable {
    package let identity: DrawIdentity
    /// How many calls had been recorded by then.
    package let before: Int
    /// In bytes.
    package let count: Int
  }
}

/// Which draw of randomness it is, the same in every run: by the descent of the process, and by order within it.
package struct DrawIdentity: Sendable, Hashable {
  package let lineage: UInt64
  package let index: Int
}

extension Recording.Obstacle: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notStarted(let operation, let number): "cannot start traced: \(operation): \(errnoText(number))"
    case .foreignArchitecture: "the program is made for another architecture"
    }
  }
}
