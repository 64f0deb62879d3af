internal import SystemSupport

/// Why the copies of a subject that is stopped at a call would not behave as fresh runs do.
package enum CheckpointUnsound: Error, Sendable, Hashable {
  /// The run has to be started in another way: with other randomness, without the vDSO, or observed.
  case start
  /// The run says nothing about the subject, or did not start.
  case unavailable(Recording.UnavailableReason)
  /// It did not come to the call at which it is to be stopped.
  case ended(Ending)
  /// That call is made by a process that the subject started.
  case otherProcess
  case thread
  /// A child lives, or its end has not been waited for.
  case child
  /// Memory that is shared with other processes and can be written, by its name in /proc/PID/maps.
  case sharedMemory(String)
  /// Memory that is left out of copies (MADV_DONTFORK).
  case memoryLeftOut
  case timer
  /// prctl(2) with PR_SET_PDEATHSIG or PR_SET_CHILD_SUBREAPER.
  case tiedToParent
  case pendingSignal
  /// A descriptor whose state a copy would share with the next one, by what /proc calls it.
  case descriptor(Int32, String)
  /// A lock on a file that a descriptor is open on.
  case lock(Int32)
  case workingDirectory(String)
  /// It has changed something of its sandbox already.
  case changes
  /// Processes that it makes get other namespaces than its own.
  case namespace
  /// It has a seccomp filter of its own, which copying may run into.
  case filter
  /// /proc does not tell, by what could not be read there.
  case unseen(String)
  /// The call could not be kept from ending; an errno.
  case notStopped(Int32)
}

extension CheckpointUnsound: CustomStringConvertible {
  /// The reason in words, to be put after "it cannot be copied: ".
  package var description: String {
    switch self {
    case .start: "the run has to be started in another way"
    case .unavailable(let reason): "\(reason)"
    case .ended(let ending): "it makes no watched call (\(ending))"
    case .otherProcess: "its first watched call is made by a process that it started"
    case .thread: "it has more than one thread"
    case .child: "a process that it started is still there"
    case .sharedMemory(let name): "it shares memory with other processes (\(name))"
    case .memoryLeftOut: "some of its memory is left out of copies (MADV_DONTFORK)"
    case .timer: "it has set a timer"
    case .tiedToParent: "it has tied itself to another process (prctl)"
    case .pendingSignal: "a signal waits for it"
    case .descriptor(let number, let name): "its descriptor \(number) has a state that copies share (\(name))"
    case .lock(let number): "it holds a lock through its descriptor \(number)"
    case .workingDirectory(let path): "its working directory is \(path)"
    case .changes: "it has changed its sandbox"
    case .namespace: "processes that it starts get other namespaces"
    case .filter: "it has a seccomp filter of its own"
    case .unseen(let path): "\(path) cannot be read"
    case .notStopped(let number): "its call could not be left out: \(errnoText(number))"
    }
  }
}

/// Why a run was not made from a checkpoint.
package enum CheckpointFailure: Error, Sendable, Hashable {
  case unsound(CheckpointUnsound)
  /// The subject that is copied has ended; a new one may do.
  case gone
  /// A copy did something else than a fresh run.
  case differs(RunDifference)
  /// The fault belongs before the checkpoint.
  case passed(CallName)
  /// The system made no copy; an errno.
  case notCopied(Int32)
}

extension CheckpointFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsound(let reason): "it cannot be copied: \(reason)"
    case .differs(let difference): "a copy of it does not do the same as a fresh run: \(difference)"
    case .gone: "the process to copy has ended"
    case .passed(let call): "\(call) lies before the checkpoint"
    case .notCopied(let number): "the process could not be copied: \(errnoText(number))"
    }
  }
}
