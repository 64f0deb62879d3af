internal import Glibc

/// Before or after a call.
package enum Moment: String, Sendable, Hashable, CaseIterable {
  case before
  case after
}

/// How much of a write goes through.
package enum ShortWrite: String, Sendable, Hashable, CaseIterable {
  case one = "1 byte"
  case half = "half"
  case allButOne = "all but one byte"

  /// How many of `count` bytes; nil where that would not be short.
  package func length(of count: Int) -> Int? {
    let length =
      switch self {
      case .one: 1
      case .half: count / 2
      case .allButOne: count - 1
      }
    return length > 0 && length < count ? length : nil
  }
}

/// A signal that a user or a system sends to end a program.
package enum StopSignal: String, Sendable, Hashable, CaseIterable {
  /// To the process group, as a terminal does.
  case interrupt = "SIGINT"
  /// To the first process.
  case terminate = "SIGTERM"

  var number: Int32 { self == .interrupt ? SIGINT : SIGTERM }
}

/// What is made to happen at one call.
package enum Fault: Hashable, Sendable, CustomStringConvertible {
  /// The call fails; with `lasting` every later one of its family does, too.
  case error(ErrorNumber, lasting: Bool)
  /// The call is done and then reported as failed.
  case lost(ErrorNumber, lasting: Bool)
  case short(ShortWrite)
  /// Half is written, and there is no room for more.
  case fullAfterHalf
  case signal(StopSignal, Moment)
  /// SIGKILL for every process of the run.
  case kill(Moment)
  /// Somebody else makes the file that the call is about to make.
  case concurrentWriter

  package var description: String {
    switch self {
    case .error(let error, let lasting): "\(error) \(lasting ? "for good" : "once")"
    case .lost(let error, let lasting): "\(error) lost \(lasting ? "for good" : "once")"
    case .short(let short): "short write of \(short.rawValue)"
    case .fullAfterHalf: "ENOSPC after half"
    case .signal(let signal, let moment): "\(signal.rawValue) \(moment.rawValue)"
    case .kill(let moment): "SIGKILL \(moment.rawValue)"
    case .concurrentWriter: "rival"
    }
  }
}

/// An error number with its name.
package struct ErrorNumber: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package let value: Int32

  package var description: String { name }
}

/// One fault at one call.
package struct FaultPlan: Hashable, Sendable, CustomStringConvertible {
  package let target: CallName
  package let fault: Fault

  package init(target: CallName, fault: Fault) {
    self.target = target
    self.fault = fault
  }

  package var description: String { "\(target) \(fault)" }
}
