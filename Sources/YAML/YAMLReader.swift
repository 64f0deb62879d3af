internal import CYAML

/// Reads a text that is exactly one YAML document, by libyaml's parser.
///
/// Refused beside what is not YAML: a second document, a key that is no scalar, the same key twice, tags of
/// applications, deep nesting, and aliases that make a document larger than it may be.
package struct YAMLReader {
  static let deepest = 64
  static let mostAnchors = 1_000
  /// The nodes that a document may have, those that aliases repeat included.
  static let mostNodes = 1_000_000

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let substitution: Substitution
  private var event = yaml_event_t()
  private var anchors: [Anchored] = []
  private var nodes = 0

  /// A node that aliases may repeat, and how many nodes it consists of.
  private struct Anchored {
    let name: String
    let node: YAMLNode
    let nodes: Int
  }

  /// Reads a document.
  ///
  /// - Parameter substitution: what becomes of `${VAR}` in keys and values.
  /// - Returns: nothing when the text holds no document.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, substitution: Substitution
  ) throws(YAMLFailure) -> YAMLNode? {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLFailure(line: 1, reason: "there is no memory to read it")
    }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_input_string(parser, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    var reader = YAMLReader(parser: parser, substitution: substitution)
    defer { yaml_event_delete(&reader.event) }
    return try reader.readStream()
  }

  private init(parser: UnsafeMutablePointer<yaml_parser_t>, substitution: Substitution) {
    self.parser = parser
    self.substitution = substitution
  }

  private var line: Int { Int(event.start_mark.line) + 1 }

  private mutating func readStream() throws(YAMLFailure) -> YAMLNode? {
    try advance()  // The start of the stream.
    try advance()
    guard event.type == YAML_DOCUMENT_START_EVENT else { return nil }
    try advance()
    let root = try readNode(depth: 0)
    try advance()  // The end of the document.
    try advance()
    guard event.type == YAML_STREAM_END_EVENT else {
      throw YAMLFailure(line: line, reason: "a second document begins here; expected one")
    }
    return root
  }

  /// Replaces the event by the next one.
  private mutating func advance() throws(YAMLFailure) {
    yaml_event_delete(&event)
    event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFailure() }
  }

  private func syntaxFailure() -> YAMLFailure {
    let parser = parser.pointee
    let line =
      parser.error == YAML_READER_ERROR ? Int(parser.mark.line) + 1 : Int(parser.problem_mark.line) + 1
    let problem = parser.problem.map { String(cString: $0) } ?? "no reason given"
    let context = parser.context.map { " " + String(cString: $0) } ?? ""
    return YAMLFailure(line: line, reason: "not YAML: \(problem)\(context)")
  }

  // MARK: Nodes

  /// Reads the node that the event begins; the event is then the node's last.
  private mutating func readNode(depth: Int) throws(YAMLFailure) -> YAMLNode {
    guard depth <= Self.deepest else {
      throw YAMLFailure(line: line, reason: "more than \(Self.deepest) levels of nesting")
    }
    let start = line
    let before = nodes
    try count(1)
    switch event.type {
    case YAML_ALIAS_EVENT:
      let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
      guard let anchored = anchors.last(where: { $0.name == name }) else {
        throw YAMLFailure(line: start, reason: "the alias *\(printable(name)) stands for nothing before it")
      }
      try count(anchored.nodes)
      return YAMLNode(line: start, content: anchored.node.content)
    case YAML_SCALAR_EVENT:
      let anchor = event.data.scalar.anchor.map { String(cString: $0) }
      let node = YAMLNode(line: start, content: try readScalar())
      try remember(node, anchor, before)
      return node
    case YAML_SEQUENCE_START_EVENT:
      let anchor = event.data.sequence_start.anchor.map { String(cString: $0) }
      try checkTag(event.data.sequence_start.tag, "seq")
      var elements: [YAMLNode] = []
      try advance()
      while event.type != YAML_SEQUENCE_END_EVENT {
        elements.append(try readNode(depth: depth + 1))
        try advance()
      }
      let node = YAMLNode(line: start, content: .sequence(elements))
      try remember(node, anchor, before)
      return node
    case YAML_MAPPING_START_EVENT:
      let anchor = event.data.mapping_start.anchor.map { String(cString: $0) }
      try checkTag(event.data.mapping_start.tag, "map")
      let node = YAMLNode(line: start, content: .mapping(try readEntries(depth: depth)))
      try remember(node, anchor, before)
      return node
    default:
      throw YAMLFailure(line: start, reason: "not YAML: a node is missing")
    }
  }

  private mutating func readEntries(depth: Int) throws(YAMLFailure) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var lines = FirstLines()
    try advance()
    while event.type != YAML_MAPPING_END_EVENT {
      let line = line
      guard case .scalar(let key, _) = try readNode(depth: depth + 1).content else {
        throw YAMLFailure(line: line, reason: "a key must be a scalar")
      }
      if let first = lines.note(key, line: line) {
        throw YAMLFailure(
          line: line, reason: "the key \"\(printable(key))\" is there already, on line \(first)")
      }
      try advance()
      entries.append(YAMLEntry(key: key, line: line, value: try readNode(depth: depth + 1)))
      try advance()
    }
    return entries
  }

  private func readScalar() throws(YAMLFailure) -> YAMLNode.Content {
    let scalar = event.data.scalar
    let text = scalar.value.map {
      String(decoding: UnsafeBufferPointer(start: $0, count: scalar.length), as: UTF8.self)
    }
    let isString = scalar.tag.map { String(cString: $0) } == Self.tagPrefix + "str"
    if !isString { try checkTag(scalar.tag, nil) }
    let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && !isString
    guard let text, text.utf8.contains(UInt8(ascii: "$")) else {
      return .scalar(text ?? "", isPlain: isPlain)
    }
    do throws(SubstitutionFailure) {
      let substituted = try substitution.apply(to: text)
      // What a variable holds is text, also where it looks like a number.
      return .scalar(substituted, isPlain: isPlain && substituted == text)
    } catch {
      throw YAMLFailure(line: line, reason: error.reason)
    }
  }

  private static let tagPrefix = "tag:yaml.org,2002:"

  /// Refuses a tag other than that of YAML's own type.
  private func checkTag(_ tag: UnsafePointer<UInt8>?, _ type: String?) throws(YAMLFailure) {
    guard let tag = tag.map({ String(cString: $0) }) else { return }
    if let type, tag == Self.tagPrefix + type || tag == "!" { return }
    if type == nil, ["int", "float", "bool", "null"].contains(where: { tag == Self.tagPrefix + $0 }) {
      return
    }
    if type == nil, tag == "!" { return }
    throw YAMLFailure(line: line, reason: "the tag \(printable(tag)) is not supported")
  }

  private func checkTag(_ tag: UnsafeMutablePointer<UInt8>?, _ type: String?) throws(YAMLFailure) {
    try checkTag(tag.map { UnsafePointer($0) }, type)
  }

  private mutating func remember(
    _ node: YAMLNode, _ anchor: String?, _ before: Int
  ) throws(YAMLFailure) {
    guard let name = anchor else { return }
    // A later anchor of the name takes its place (YAML 1.2.2 §7.1).
    anchors.removeAll { $0.name == name }
    guard anchors.count < Self.mostAnchors else {
      throw YAMLFailure(line: node.line, reason: "more than \(Self.mostAnchors) anchors")
    }
    anchors.append(Anchored(name: name, node: node, nodes: nodes - before))
  }

  private mutating func count(_ more: Int) throws(YAMLFailure) {
    nodes += more
    guard nodes <= Self.mostNodes else {
      throw YAMLFailure(
        line: line, reason: "more than \(Self.mostNodes) nodes, with those that aliases repeat")
    }
  }
}

/// A text as a message may show it: nothing in it acts on a terminal, and a long one is cut.
package func printable(_ text: String) -> String {
  var short = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(100) {
    let isHarmless =
      scalar.isASCII ? scalar.value >= 0x20 && scalar.value != 0x7F : scalar.properties.isAlphabetic
    short.append(isHarmless ? scalar : "?")
  }
  return String(short) + (text.unicodeScalars.count > 100 ? "…" : "")
}
