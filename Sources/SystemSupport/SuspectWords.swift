/// The places of a text that could carry eight or more characters of a key in some encoding.
struct SuspectWords {
  /// A run of ASCII letters and digits.
  private struct Token {
    let range: Range<Int>
    let isWord: Bool
  }

  /// So many characters that are no words, in one chain, are left out.
  private static let fewest = 8
  /// A name in a path may have some more: temporary directories do.
  private static let fewestInPath = 12
  /// A path with more than two such names is none.
  private static let mostInPath = 24

  private let scalars: [Unicode.Scalar]
  private let tokens: [Token]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    var tokens: [Token] = []
    var start: Int?
    for index in 0...scalars.count {
      let isInside = index < scalars.count && Self.isAlphanumeric(scalars[index])
      if isInside, start == nil { start = index }
      guard !isInside, let first = start else { continue }
      let text = String(String.UnicodeScalarView(scalars[first..<index]))
      tokens.append(Token(range: first..<index, isWord: PlainWord.matches(text)))
      start = nil
    }
    self.tokens = tokens
  }

  /// The places, in order and apart from one another.
  func ranges() -> [Range<Int>] {
    let all = (chains() + lists().map(widened)).sorted { $0.lowerBound < $1.lowerBound }
    var joined: [Range<Int>] = []
    for range in all {
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private func gap(after index: Int) -> ArraySlice<Unicode.Scalar> {
    scalars[tokens[index].range.upperBound..<tokens[index + 1].range.lowerBound]
  }

  // MARK: Chains: tokens joined by what base64, paths and file names have between letters

  private func chains() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var first = 0
    while first < tokens.count {
      var last = first
      while last + 1 < tokens.count, gap(after: last).allSatisfy("+/_.\\~-".unicodeScalars.contains) {
        last += 1
      }
      found += suspects(in: first...last)
      first = last + 1
    }
    return found
  }

  private func suspects(in chain: ClosedRange<Int>) -> [Range<Int>] {
    let whole = span(strangers(in: chain))
    guard let width = whole.first?.count, width >= Self.fewest else { return [] }
    let strange = chain.filter { !tokens[$0].isWord }
    guard isPath(chain), strange.reduce(0, { $0 + tokens[$1].range.count }) < Self.mostInPath else {
      return whole
    }
    // Each name of the path by itself.
    var found: [Range<Int>] = []
    var name: [Int] = []
    for index in chain {
      if strange.contains(index) { name.append(index) }
      guard index == chain.upperBound || gap(after: index).contains("/") else { continue }
      if name.reduce(0, { $0 + tokens[$1].range.count }) >= Self.fewestInPath { found += span(name) }
      name = []
    }
    return found
  }

  /// The tokens that are no words, with what stands beside them and may be a part of them: anything but a plain word.
  private func strangers(in chain: ClosedRange<Int>) -> [Int] {
    var strange = Set(chain.filter { !tokens[$0].isWord })
    for index in chain where strange.contains(index - 1) && mayBelong(index) { strange.insert(index) }
    for index in chain.reversed() where strange.contains(index + 1) && mayBelong(index) {
      strange.insert(index)
    }
    return strange.sorted()
  }

  private func mayBelong(_ index: Int) -> Bool {
    let token = text(index)
    return token.count <= 3 || !token.allSatisfy { ("a"..."z").contains($0) }
  }

  private func span(_ indices: [Int]) -> [Range<Int>] {
    guard let first = indices.first, let last = indices.last else { return [] }
    return [tokens[first].range.lowerBound..<tokens[last].range.upperBound]
  }

  private func isPath(_ chain: ClosedRange<Int>) -> Bool {
    let start = tokens[chain.lowerBound].range.lowerBound
    let isAbsolute = start > 0 && scalars[start - 1] == "/"
    let first = text(chain.lowerBound)
    let isName = tokens[chain.lowerBound].isWord && first.allSatisfy { ("a"..."z").contains($0) }
    return isName
      && (isAbsolute || first.count > 2 && chain.dropLast().contains { gap(after: $0).contains("/") })
  }

  // MARK: Lists: numbers, hex digits or single characters with something between them

  private func lists() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var first = 0
    while first < tokens.count {
      guard Self.isSmall(text(first)) else {
        first += 1
        continue
      }
      var last = first
      // Where the last part begins that has the same between all tokens.
      var even = first
      while last + 1 < tokens.count, gap(after: last).count <= 8, Self.isSmall(text(last + 1)) {
        if last > even, !gap(after: last).elementsEqual(gap(after: even)) { even = last }
        last += 1
        if isList(from: even, to: last) { found += span([even, last]) }
      }
      if last - first >= 7 { found += span([first, last]) }
      first = last + 1
    }
    return found
  }

  /// A list with what else stands at its ends and is no word: a list that was damaged goes on there.
  private func widened(_ range: Range<Int>) -> Range<Int> {
    guard var first = tokens.firstIndex(where: { $0.range.lowerBound == range.lowerBound }),
      var last = tokens.firstIndex(where: { $0.range.upperBound == range.upperBound })
    else { return range }
    while first > 0, goesOn(after: first - 1), mayBelong(first - 1) { first -= 1 }
    while last + 1 < tokens.count, goesOn(after: last), mayBelong(last + 1) { last += 1 }
    return tokens[first].range.lowerBound..<tokens[last].range.upperBound
  }

  private func goesOn(after index: Int) -> Bool {
    let between = gap(after: index)
    return between.count <= 3 && !between.contains { "\"'\n".unicodeScalars.contains($0) }
  }

  /// Whether small tokens with the same between them are a list, not a date, a time, a version or an address.
  private func isList(from first: Int, to last: Int) -> Bool {
    let between = gap(after: first)
    guard !between.allSatisfy("./-".unicodeScalars.contains) else { return false }
    let width = tokens[last].range.upperBound - tokens[first].range.lowerBound
    return last - first >= 3
      || last - first == 2 && width >= Self.fewest && !between.elementsEqual(":".unicodeScalars)
  }

  private func text(_ index: Int) -> ArraySlice<Unicode.Scalar> { scalars[tokens[index].range] }

  /// Whether a token can be one or a few bytes of a list: a number, hex digits with or without a prefix, one character.
  private static func isSmall(_ token: ArraySlice<Unicode.Scalar>) -> Bool {
    if token.count == 1 { return true }
    var digits = token
    if let last = digits.firstIndex(where: { "xXu".unicodeScalars.contains($0) }),
      last - digits.startIndex <= 1
    {
      digits = digits[(last + 1)...]
    }
    guard digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return false }
    let hasDigit = digits.contains { ("0"..."9").contains($0) }
    return digits.count <= 2 || (digits.count <= 4 || digits.count == 8) && hasDigit
  }
}
