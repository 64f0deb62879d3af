import Crosscheck
import Foundation
import SystemSupport
import Testing

/// How properties are tried, as the environment has it.
///
/// `MIRROR_PROPERTY_SEED` sets the seed (else it is random, and fixed where `CI` is set), `MIRROR_PROPERTY_COUNT` the
/// number of values for each property.
enum PropertySettings {
  static let seed: UInt64 =
    environment("MIRROR_PROPERTY_SEED") ?? (isCI ? 8037 : UInt64.random(in: 0...UInt64(UInt32.max)))
  static let count: UInt64? = environment("MIRROR_PROPERTY_COUNT")

  private static let isCI = ProcessInfo.processInfo.environment["CI"] != nil

  private static func environment(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }
}

/// Tries a property on generated values; the first that breaks it is made as small as possible and reported with
/// the seed.
///
/// - Parameters:
///   - count: how many values, unless the environment says.
///   - property: gives whether it holds; throwing counts as not holding.
func forAll<Value: Sendable>(
  _ generator: Generator<Value>, count: Int = 200, sourceLocation: SourceLocation = #_sourceLocation,
  _ property: @escaping (Value) throws -> Bool
) {
  if let counterexample = Search(generator: generator, property: property).run(
    seed: PropertySettings.seed, count: PropertySettings.count.map(Int.init) ?? count)
  {
    Issue.record(
      """
      \(counterexample); show it again with MIRROR_PROPERTY_SEED=\(PropertySettings.seed)
      """, sourceLocation: sourceLocation)
  }
}

/// A value that breaks a property, made small.
struct Counterexample<Value: Sendable>: CustomStringConvertible {
  let value: Value
  let number: Int
  let steps: Int
  let reason: String

  var description: String {
    "value \(number) breaks the property (\(reason)); made smaller in \(steps) steps: \(String(reflecting: value))"
  }
}

/// The search for a counterexample.
struct Search<Value: Sendable> {
  let generator: Generator<Value>
  let property: (Value) throws -> Bool
  private let mostAttempts = 3_000

  init(generator: Generator<Value>, property: @escaping (Value) throws -> Bool) {
    self.generator = generator
    self.property = property
  }

  func run(seed: UInt64, count: Int) -> Counterexample<Value>? {
    var seeds = SplitMix64(seed: seed)
    for number in 1...max(1, count) {
      var choices = Choices(random: SplitMix64(seed: seeds.next()))
      let value = generator.make(&choices)
      if let reason = breaks(value) {
        return shrink(choices.record, from: value, number: number, reason: reason)
      }
    }
    return nil
  }

  private func breaks(_ value: Value) -> String? {
    do { return try property(value) ? nil : "it is false" } catch { return "it threw \(error)" }
  }

  private func shrink(
    _ first: [UInt64], from value: Value, number: Int, reason: String
  ) -> Counterexample<Value> {
    var best = Counterexample(value: value, number: number, steps: 0, reason: reason)
    var record = first
    var attempts = 0
    var improved = true
    while improved && attempts < mostAttempts {
      improved = false
      var position = 0
      while position < record.count && attempts < mostAttempts {
        let simpler = Self.simpler(record, at: position)
        var taken = false
        for candidate in simpler {
          attempts += 1
          var choices = Choices(replaying: candidate)
          let value = generator.make(&choices)
          // The record as used may be shorter than the candidate, never more complex.
          guard Self.isSimpler(choices.record, than: record), let reason = breaks(value) else { continue }
          best = Counterexample(value: value, number: number, steps: best.steps + 1, reason: reason)
          record = choices.record
          taken = true
          improved = true
          break
        }
        if !taken { position += 1 }
      }
    }
    return best
  }

  /// Shorter first, then smaller from the front.
  private static func isSimpler(_ one: [UInt64], than other: [UInt64]) -> Bool {
    one.count != other.count ? one.count < other.count : one.lexicographicallyPrecedes(other)
  }

  /// Edits at one place: cut out a run of choices, or lower one.
  private static func simpler(_ record: [UInt64], at position: Int) -> [[UInt64]] {
    var candidates: [[UInt64]] = []
    for length in [32, 8, 4, 3, 2, 1] where position + length <= record.count {
      candidates.append(Array(record[..<position]) + Array(record[(position + length)...]))
    }
    let choice = record[position]
    for lower in Set([0, choice / 2, choice &- 1]).sorted() where lower < choice {
      var candidate = record
      candidate[position] = lower
      candidates.append(candidate)
    }
    return candidates
  }
}
