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

  /// How wide the bar is, and on how wide a terminal there is room for one.
  private static let (barWidth, widthForBar) = (14, 76)

  /// The line, in printable ASCII; the most important comes first, for where it is cut off.
  ///
  /// - Parameters:
  ///   - progress: how far the run is.
  ///   - now: in seconds on the clock of `started`.
  ///   - columns: of the terminal; where they are few or unknown, there is no bar.
  public func line(_ progress: SuiteProgress, now: Double, columns: Int = 0) -> String {
    let gone = Self.time(now - started)
    guard let all = progress.all else {
      let done = progress.done == 0 ? "" : "\(counted(progress.done, "case")), "
      return "\(done)\(progress.violated) violated, \(gone), finding out what the command does"
    }
    var line = columns >= Self.widthForBar ? Self.bar(progress.done, of: all) + " " : ""
    line += "\(progress.done)/\(all) cases, \(progress.violated) violated, \(gone)"
    if let rate = rate(progress.done, of: all, now: now) {
      let shown = rate < 10 ? "\((rate * 10).rounded() / 10)" : "\(Int(rate.rounded()))"
      line += ", \(shown)/s, about \(Self.time(Double(all - progress.done) / rate)) left"
    }
    return line
  }

  private static func bar(_ done: Int, of all: Int) -> String {
    let full = all > 0 ? min(barWidth, done * barWidth / all) : 0
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: barWidth - full) + "]"
  }

  /// How many cases are done in a second.
  private func rate(_ done: Int, of all: Int, now: Double) -> Double? {
    guard let known, done < all, done - known.done >= Self.fewest, now > known.at else { return nil }
    return Double(done - known.done) / (now - known.at)
  }

  /// Seconds as minutes and seconds, such as `1:05`.
  private static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 359_999)).rounded())
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
  }
}
