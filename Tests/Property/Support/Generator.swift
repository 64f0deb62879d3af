/// A way to make values out of choices.
struct Generator<Value: Sendable>: Sendable {
  let make: @Sendable (inout Choices) -> Value

  init(_ make: @escaping @Sendable (inout Choices) -> Value) { self.make = make }

  func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> Generator<Other> {
    Generator<Other> { transform(make(&$0)) }
  }

  func flatMap<Other: Sendable>(
    _ next: @escaping @Sendable (Value) -> Generator<Other>
  ) -> Generator<Other> {
    Generator<Other> { choices in next(make(&choices)).make(&choices) }
  }

  /// Arrays of these values; about `mean` long, never longer than `most`.
  func array(mean: Int = 6, most: Int = 200) -> Generator<[Value]> {
    Generator<[Value]> { choices in
      var values: [Value] = []
      // "One more?" before each element lets shrinking cut any element out.
      while values.count < most, choices.below(UInt64(mean) + 1) != 0 { values.append(make(&choices)) }
      return values
    }
  }

  /// Arrays of just so many values.
  func array(count: Int) -> Generator<[Value]> {
    Generator<[Value]> { choices in (0..<count).map { _ in make(&choices) } }
  }

  /// Pairs.
  func and<Other: Sendable>(_ other: Generator<Other>) -> Generator<(Value, Other)> {
    Generator<(Value, Other)> { choices in (make(&choices), other.make(&choices)) }
  }
}

/// Generators of simple things.
enum Make {
  static func integer(_ range: ClosedRange<Int>) -> Generator<Int> {
    Generator { range.lowerBound + Int($0.below(UInt64(range.upperBound - range.lowerBound) + 1)) }
  }

  static let byte = Generator { UInt8($0.below(256)) }
  static let bool = Generator { $0.below(2) == 1 }

  /// One of some values, the simplest first.
  static func element<Value: Sendable>(_ values: [Value]) -> Generator<Value> {
    Generator { values[Int($0.below(UInt64(values.count)))] }
  }

  /// A value of one of some generators, the simplest first.
  static func one<Value: Sendable>(of generators: [Generator<Value>]) -> Generator<Value> {
    Generator { choices in generators[Int(choices.below(UInt64(generators.count)))].make(&choices) }
  }

  /// Bytes of any length.
  static func bytes(mean: Int = 20, most: Int = 300) -> Generator<[UInt8]> {
    byte.array(mean: mean, most: most)
  }

  static func bytes(count: Int) -> Generator<[UInt8]> { byte.array(count: count) }

  /// A character: ASCII mostly, then of every length that UTF-8 has; no surrogates, no noncharacters.
  static let scalar = Generator<Unicode.Scalar> { choices in
    let ranges: [ClosedRange<UInt32>] = [
      0x61...0x7A, 0x20...0x7E, 0x00...0x1F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFDCF,
      0x1_0000...0x1_FFFD, 0x10_0000...0x10_FFFD, 0x300...0x36F,
    ]
    let range = ranges[Int(choices.below(UInt64(ranges.count)))]
    let value = range.lowerBound + UInt32(choices.below(UInt64(range.upperBound - range.lowerBound) + 1))
    return Unicode.Scalar(value) ?? "a"
  }

  static let text = scalar.array(mean: 6, most: 60).map { scalars in
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
