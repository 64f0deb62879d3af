internal import ArgumentParser

/// The numbers among the options of `mirror conform`; each says what it takes when it gets something else.
enum ConformNumbers {
  static func seed(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("it takes a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  static func jobs(_ text: String) throws -> Int {
    guard let jobs = Int(text), (1...256).contains(jobs) else {
      throw ValidationError("it takes a whole number from 1 to 256")
    }
    return jobs
  }

  /// - Returns: seconds.
  static func timeout(_ text: String) throws -> Double {
    // Not a number is neither more than 0 nor at most anything.
    guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
      throw ValidationError("it takes seconds, more than 0 and at most 86400")
    }
    return seconds
  }
}
