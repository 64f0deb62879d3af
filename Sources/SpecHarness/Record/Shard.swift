/// One part of a run of a suite whose cases are divided among several machines.
public struct Shard: Sendable, Hashable {
  /// Which part it is, from 1 on.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// The most parts that a run can have.
  public static let most = 1000

  /// - Parameters:
  ///   - index: which part it is, from 1 to `count`.
  ///   - count: how many parts there are, at most `most`.
  /// - Returns: nothing when there is no such part.
  public init?(index: Int, count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Whether it is the one that reports what the first runs and all runs together show.
  ///
  /// The checks over many runs look at private keys, which no report may carry to another machine.
  var isFirst: Bool { index == 1 }
}

extension Shard: CustomStringConvertible {
  /// As the command line has it, such as `2/5`.
  public var description: String { "\(index)/\(count)" }

  /// Reads what the command line has, such as `2/5`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(index: index, count: count)
    if "\(self)" != text { return nil }
  }
}
