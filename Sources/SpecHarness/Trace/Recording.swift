/// Everything that a traced run showed.
package struct Recording: Sendable {
  /// The calls that concerned a path with a role, in order.
  package var calls: [TracedCall] = []
  /// Index of the call at which the fault went in, or where the run ended by it.
  package var hit: Int?
  /// How many times a fault was injected.
  package var injections = 0
  /// What was seen of files that hold something, for the modes.
  package var looks: [FileLook] = []
  /// Bytes of randomness drawn from the kernel, each with the number of calls recorded before it.
  package var draws: [(before: Int, count: Int)] = []
  /// Why the run says nothing about the subject.
  package var obstacle: Obstacle?
  package var ending = TracedEnding()

  /// What keeps a run from being judged.
  package enum Obstacle: Sendable, Hashable {
    case notStarted(stage: Int32, errno: Int32)
    case foreignArchitecture
    case lostTask(errno: Int32)
  }
}

/// A file as it was just after a call.
package struct FileLook: Sendable {
  /// Index of that call, and whether it was before it rather than after.
  package let call: Int
  package let before: Bool
  package let path: String
  package let mode: UInt32
  package let bytes: [UInt8]
}

/// How a traced run ended.
package struct TracedEnding: Sendable {
  package var exitStatus: Int32?
  package var signal: Int32?
  package var timedOut = false
  /// Its output went beyond the bound and it was ended.
  package var flooded = false
  /// Processes that outlived the first one and had to be ended.
  package var strays = 0
  package var output: [UInt8] = []
  package var error: [UInt8] = []
  /// CLOCK_REALTIME in nanoseconds.
  package var startedClock: Int64 = 0
  package var endedClock: Int64 = 0
}
