/// A part of an XML document (XML 1.0, fifth edition), written element by element, so that no text can be taken for markup.
struct XMLElement {
  private let name: StaticString
  private var attributes = ""
  private var content = ""

  init(_ name: StaticString) { self.name = name }

  /// Adds an attribute.
  func with(_ attribute: StaticString, _ value: String) -> XMLElement {
    var element = self
    element.attributes += " \(attribute)=\"\(markupText(value))\""
    return element
  }

  /// Adds an attribute with a number.
  func with(_ attribute: StaticString, _ value: Int) -> XMLElement { with(attribute, "\(value)") }

  /// Adds text, whose lines are kept.
  func text(_ lines: [String]) -> XMLElement {
    var element = self
    element.content += lines.map(markupText).joined(separator: "\n")
    return element
  }

  /// Adds elements, each on a line of its own.
  func holding(_ children: [XMLElement]) -> XMLElement {
    var element = self
    element.content += "\n" + children.map { $0.text + "\n" }.joined()
    return element
  }

  /// The element as XML.
  var text: String {
    content.isEmpty ? "<\(name)\(attributes)/>" : "<\(name)\(attributes)>\(content)</\(name)>"
  }
}
