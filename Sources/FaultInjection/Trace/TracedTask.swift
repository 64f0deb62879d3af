internal import CTrace
internal import Glibc

/// A thread of the subject.
struct TracedTask {
  /// Its process, by the ID of that one's first thread.
  var process: pid_t
  /// Which thread of its process it is, in order of appearance; 0 is the first.
  var thread = 0
  /// How often it drew randomness, where threads are told apart.
  var draws = 0
  /// Whether its first stop, by a SIGSTOP that nobody sent, is still to come.
  var awaitsFirstStop = true
  /// Stopped before its parent's event told of it.
  var isHeld = false
  var pending: PendingCall?
  /// The call that it was made to issue again.
  var replay: mirror_trace_call?
}

/// What is known of a process of the subject.
struct TracedProcess {
  /// In order of appearance, from 1.
  let ordinal: Int
  /// Tells processes apart by descent, whatever their IDs and their order are.
  let lineage: UInt64
  var children: UInt64 = 0
  /// How many threads it has had beside the first.
  var threads = 0
  /// How often it drew randomness.
  var draws = 0
  /// How often it asked for the time.
  var clockReadings: Int64 = 0
}

/// A call between its two stops.
struct PendingCall {
  let call: mirror_trace_call
  let shape: CallShape
  /// Its place in the recording.
  let index: Int?
  var then = Consequence.nothing
}

/// What is to be done at the end of a call.
enum Consequence {
  case nothing
  case lie(Int64)
  case restoreArgument(index: Int, value: UInt64)
  case restoreArguments(UInt64, UInt64)
  case restoreVector(count: UInt64, address: UInt64, length: UInt64)
  case rewind(StopSignal)
  case signal(StopSignal)
  case kill
  case feedRandom
  case feedCircumstance
}
