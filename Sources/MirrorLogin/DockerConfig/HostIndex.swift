/// Finds hosts by the names in a JSON text.
struct HostIndex {
  private let names: [[UInt8]]
  /// The places in `names`, in the order of the names.
  private let order: [Int]

  init(_ hosts: [String]) {
    let names = hosts.map { Array($0.utf8) }
    self.names = names
    order = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
  }

  /// The number of the host that a checked JSON string names.
  func number(of string: Range<Int>, _ scanner: JSONScanner) -> Int? {
    let inner = UnsafeRawBufferPointer(
      rebasing: scanner.bytes[(string.lowerBound + 1)..<(string.upperBound - 1)])
    if inner.contains(UInt8(ascii: "\\")) {
      return scanner.content(of: string).withUnsafeBytes { find($0) }
    }
    return find(inner)
  }

  private func find(_ name: UnsafeRawBufferPointer) -> Int? {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if names[order[middle]].lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    guard low < order.count, name.elementsEqual(names[order[low]]) else { return nil }
    return order[low]
  }
}
