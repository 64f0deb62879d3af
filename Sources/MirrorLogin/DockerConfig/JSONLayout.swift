/// How a JSON text is laid out, found from its first members.
struct JSONLayout: Sendable, Equatable {
  /// The line break, or nothing where everything is on one line.
  let lineBreak: [UInt8]
  /// The indentation of one level.
  let unit: [UInt8]
  /// What stands between a name and its value.
  let colon: [UInt8]

  /// As Docker writes the file.
  static let docker = JSONLayout(lineBreak: [0x0A], unit: [0x09], colon: Array(": ".utf8))

  private init(lineBreak: [UInt8], unit: [UInt8], colon: [UInt8]) {
    self.lineBreak = lineBreak
    self.unit = unit
    self.colon = colon
  }

  /// Finds the layout of a text by its outermost object.
  init(of root: JSONObjectSpan, in bytes: UnsafeRawBufferPointer) {
    guard let first = root.members.first else {
      self = .docker
      return
    }
    let lead = bytes[(root.range.lowerBound + 1)..<first.name.lowerBound]
    colon = Array(bytes[first.name.upperBound..<first.value.lowerBound])
    if let end = lead.lastIndex(of: 0x0A) {
      lineBreak = end > lead.startIndex && lead[end - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
      unit = Array(lead[(end + 1)...])
    } else {
      lineBreak = []
      unit = []
    }
  }

  /// What stands before each member of an object at a depth; the outermost object's members are at depth 1.
  ///
  /// - Parameter object: shows it by its first member, where it has one.
  func separator(
    depth: Int, in object: JSONObjectSpan? = nil, _ bytes: UnsafeRawBufferPointer
  ) -> [UInt8] {
    if let object, let first = object.members.first {
      return Array(bytes[(object.range.lowerBound + 1)..<first.name.lowerBound])
    }
    return lineBreak.isEmpty ? [] : lineBreak + (0..<depth).flatMap { _ in unit }
  }
}
