extension [UInt8] {
  /// Whether the bytes of a needle occur in the array one after the other; an empty needle never does.
  package func contains(run needle: [UInt8]) -> Bool {
    guard let first = needle.first, count >= needle.count else { return false }
    for start in 0...(count - needle.count) where self[start] == first {
      if self[start..<(start + needle.count)].elementsEqual(needle) { return true }
    }
    return false
  }
}
