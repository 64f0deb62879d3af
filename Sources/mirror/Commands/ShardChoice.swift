internal import ArgumentParser
internal import Glibc
internal import SpecHarness

/// Which part of a run a machine does, by its arguments or by what the CI engine says of it.
struct ShardChoice {
  let shard: Shard
  /// The variables that it was taken from, in words; nothing when the arguments named it.
  let origin: String?

  /// Finds the part.
  ///
  /// GitLab, Buildkite-like engines and Knapsack number their jobs in `CI_NODE_INDEX` (from 1) of `CI_NODE_TOTAL`; an
  /// indexed Job of Kubernetes knows its `JOB_COMPLETION_INDEX` (from 0) only.
  ///
  /// - Parameters:
  ///   - argument: of `--shard`.
  ///   - count: of `--shard-count`.
  /// - Returns: nothing when the run is not divided.
  /// - Throws: `ValidationError` for a part that there cannot be.
  init?(argument: String?, count: Int?) throws {
    if let argument {
      guard count == nil else {
        throw ValidationError("--shard and --shard-count are both given; one is enough")
      }
      guard let shard = Shard(argument) else {
        throw ValidationError(
          "--shard \(argument): I/N is wanted, with I from 1 to N and N at most \(Shard.most)")
      }
      (self.shard, origin) = (shard, nil)
    } else if let count {
      let name = "JOB_COMPLETION_INDEX"
      guard let index = try Self.number(name) else {
        throw ValidationError("--shard-count \(count): \(name) is not set; --shard I/N names the part")
      }
      // The index counts from 0.
      guard let shard = Shard(index: index + 1, count: count) else {
        throw ValidationError("--shard-count \(count): \(name) is \(index); 0 to \(count - 1) is wanted")
      }
      (self.shard, origin) = (shard, name)
    } else {
      guard let index = try Self.number("CI_NODE_INDEX"), let count = try Self.number("CI_NODE_TOTAL"),
        count > 1
      else { return nil }
      guard let shard = Shard(index: index, count: count) else {
        throw ValidationError(
          "CI_NODE_INDEX is \(index) and CI_NODE_TOTAL \(count): there is no such part (--shard 1/1 runs all)"
        )
      }
      (self.shard, origin) = (shard, "CI_NODE_INDEX and CI_NODE_TOTAL")
    }
  }

  private static func number(_ name: String) throws -> Int? {
    guard let text = getenv(name).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    guard let number = Int(text), (0...Shard.most).contains(number) else {
      throw ValidationError("\(name) is no number of a part (--shard 1/1 runs all)")
    }
    return number
  }
}
