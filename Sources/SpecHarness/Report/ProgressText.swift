/// What is said while the suite runs: cases done, violations so far, the time gone and the time left.
public struct ProgressText: Sendable {
  private let started: Double
  /// When it was known how many cases there are, and how many were done then.
  private var known: (at: Double, done: Int)?

  /// So many cases must be done before the time left is more than a guess.
  private static let fewest = 10

  /// - Parameter started: when the run began, in seconds on any clock that only goes forward.
  public init(started: Double) { self.started = started }

  /// Takes note of the time when the number of all cases is known.
  public mutating func note(_ progress: SuiteProgress, at now: Double) {
    if known == nil, progress.all != nil { known = (now, progress.done) }
  }

  /// The line, in printable ASCII; the most important comes first, for where it is cut off.
  ///
  /// - Parameter now: in seconds on the clock of `started`.
  public func line(_ progress: SuiteProgress, now: Double) -> String {
    let gone = Self.time(now - started)
    guard let all = progress.all else {
      let done = progress.done == 0 ? "" : "\(counted(progress.done, "case")), "
      return "\(done)\(progress.violated) violated, \(gone), finding out what the command does"
    }
    var line = "\(progress.done)/\(all) cases, \(progress.violated) violated, \(gone)"
    if let left = secondsLeft(progress.done, of: all, now: now) { line += ", about \(Self.time(left)) left" }
    return line
  }

  private func secondsLeft(_ done: Int, of all: Int, now: Double) -> Double? {
    guard let known, done < all, done - known.done >= Self.fewest, now > known.at else { return nil }
    return (now - known.at) / Double(done - known.done) * Double(all - done)
  }

  /// Seconds as minutes and seconds, such as `1:05`.
  private static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 359_999)).rounded())
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
  }
}
