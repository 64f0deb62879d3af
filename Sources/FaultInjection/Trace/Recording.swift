internal import SystemSupport

/// Everything that a traced run showed.
package struct Recording: Sendable {
  /// The calls that concerned a path with a role, in order.
  package var calls: [TracedCall] = []
  /// Index of the call at which the fault went in, or where the run ended by it.
  package var hit: Int?
  /// How many times a fault was injected.
  package var injections = 0
  /// Whether, after an error, a call came that fails, too, where the error lasts.
  ///
  /// Where none came, the run is the same whether the error lasts or not.
  var canFailAgain = false
  /// For how long the signal of a fault waited.
  var waitingSignal = WaitingSignal()
  /// What was seen of the files that the run made, for the modes.
  package var histories: [FileHistory] = []
  /// What the files that the run replaces were after each call that can have changed them, each time that this was new.
  package var sights: [Sight] = []
  /// The arguments and the environment of every program that the run started, where it is observed.
  package var programs: [[UInt8]] = []
  /// Bytes of randomness drawn from the kernel, each with the number of calls recorded before it.
  package var draws: [Draw] = []
  /// How many calls of getrandom(2) failed in a row by a ``DrawRefusal``; who asks too often is ended.
  package var refusedDraws = 0
  /// Where the run got randomness of the kernel that is neither counted nor replaced: a file, or what else there is.
  package var foreignRandomness: String?
  /// Whether calls, bytes or looks were left out because there were too many: what was not kept may have been anything.
  package var isCut = false
  /// How many calls are kept: a program that tries for ever must not fill the memory.
  static let keptCalls = 20_000
  /// How many calls a report shows: so many before the one that a fault struck, and so many from it on.
  package static let shownCalls = (before: 8, after: 16)
  /// Whether calls are missing at the end.
  package var lacksCalls: Bool { isCut && calls.count >= Self.keptCalls }
  /// How much of what was written and looked at is kept in all, in bytes.
  static let keptBytes = 2 << 20
  /// What is kept so far.
  var bytesKept = 0
  /// Why the run says nothing about the subject.
  package var unavailableReason: UnavailableReason?
  /// How the run ended; none if it did not start.
  package var result: RunResult?

  /// Takes account of bytes that are about to be kept.
  ///
  /// - Returns: whether there is room for them; where there is none, the recording is cut.
  mutating func makeRoom(for count: Int) -> Bool {
    guard bytesKept + count <= Self.keptBytes else {
      isCut = true
      return false
    }
    bytesKept += count
    return true
  }

  /// What keeps a run from being judged.
  package enum UnavailableReason: Sendable, Hashable {
    case notStarted(operation: String, errno: Int32)
    /// It made a call of another architecture, as 32-bit programs do.
    case foreignArchitecture
    /// The memory that a call points at could not be read.
    case unreadableMemory(call: String)
    /// The file that a call names could not be found out.
    case unresolvedPath(call: String)
  }

  /// Randomness taken from the kernel.
  package struct Draw: Sendable {
    package let identity: DrawIdentity
    /// Whether it was read from a random device, and not had by getrandom(2).
    package let isOfDevice: Bool
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

  /// Whether it is one of the process that was started, and no descendant's.
  package var isOfFirstProcess: Bool { lineage == 0 }
}

extension Recording.UnavailableReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notStarted(let operation, let number): "cannot start traced: \(operation): \(errnoText(number))"
    case .foreignArchitecture:
      "the program makes a system call of another architecture, such as one of 32 bits"
    case .unreadableMemory(let call): "the memory that a call of \(call) points at could not be read"
    case .unresolvedPath(let call): "/proc did not tell which file a call of \(call) names"
    }
  }
}
