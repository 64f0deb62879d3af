import Crosscheck
import SystemSupport

/// The random decisions behind one generated value, recorded so that they can be replayed and made simpler.
///
/// A generator asks only here. Shrinking edits the record, not the value: fewer and smaller numbers make smaller
/// values, whatever their type.
struct Choices {
  private(set) var record: [UInt64] = []
  private var replayed: [UInt64]
  private var random: SplitMix64?

  /// Makes fresh choices.
  init(random: SplitMix64) {
    self.random = random
    replayed = []
  }

  /// Makes the choices of a record; what it does not hold is zero, the simplest choice.
  init(replaying record: [UInt64]) {
    replayed = record
    random = nil
  }

  /// A number from 0 to bound − 1.
  mutating func below(_ bound: UInt64) -> UInt64 {
    let choice: UInt64
    if var generator = random {
      choice = UInt64.random(in: 0..<bound, using: &generator)
      random = generator
    } else if record.count < replayed.count {
      choice = min(replayed[record.count], bound - 1)
    } else {
      choice = 0
    }
    record.append(choice)
    return choice
  }
}
