/// A part of an HTML page, built element by element.
///
/// Text and attributes are escaped where they come in, and names are written in the source, so that no text from outside can be
/// taken for markup.
struct HTML {
  /// An attribute of an element.
  struct Attribute {
    fileprivate let text: String

    /// An attribute with a value.
    static func with(_ name: StaticString, _ value: String) -> Attribute {
      Attribute(text: " \(name)=\"\(markupText(value))\"")
    }

    /// An attribute that is there or not.
    static func flag(_ name: StaticString) -> Attribute { Attribute(text: " \(name)") }

    static func classes(_ value: StaticString) -> Attribute { .with("class", "\(value)") }

    /// A class, and another one for what a reader sees at a glance.
    static func classes(_ value: StaticString, _ mark: ReportMark) -> Attribute {
      .with("class", "\(value) \(mark.rawValue)")
    }

    static func id(_ value: String) -> Attribute { .with("id", value) }

    /// A link within the page; there are no others.
    static func link(to id: String) -> Attribute { .with("href", "#\(id)") }
  }

  /// The part as it stands in the page.
  let text: String

  private init(verbatim text: String) { self.text = text }

  /// Nothing.
  static let empty = HTML(verbatim: "")

  /// Text; what is not printable is shown by its number.
  static func text(_ text: String) -> HTML { HTML(verbatim: markupText(text)) }

  /// Prose of the specification, whose words between backticks are code.
  static func prose(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return .text(text) }
    return joined(
      parts.enumerated().map { index, part in
        index % 2 == 0 ? .text(String(part)) : .element("code", [], .text(String(part)))
      })
  }

  /// Markup that stands in the source of this program.
  static func fixed(_ markup: StaticString) -> HTML { HTML(verbatim: "\(markup)") }

  static func element(_ name: StaticString, _ attributes: [Attribute] = [], _ content: HTML...) -> HTML {
    element(name, attributes, content)
  }

  static func element(_ name: StaticString, _ attributes: [Attribute] = [], _ content: [HTML]) -> HTML {
    HTML(
      verbatim: "<\(name)\(attributes.map(\.text).joined())>\(content.map(\.text).joined())</\(name)>")
  }

  /// An element that has no content (HTML §13.1.2, void elements).
  static func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
    HTML(verbatim: "<\(name)\(attributes.map(\.text).joined())>")
  }

  static func joined(_ parts: [HTML], separator: StaticString = "") -> HTML {
    HTML(verbatim: parts.map(\.text).joined(separator: "\(separator)"))
  }
}

extension HTML {
  /// A command whose lines break between its words only.
  static func command(_ words: [String]) -> HTML {
    .element(
      "code", [],
      .joined(
        words.map { word in
          word.hasPrefix("-") ? .element("span", [.classes("option")], .text(word)) : .text(word)
        }, separator: " "))
  }

  /// The sign of a mark, drawn; whoever cannot see it reads the word beside it.
  static func sign(_ mark: ReportMark) -> HTML {
    .element(
      "svg", [.classes("sign", mark), .with("aria-hidden", "true")],
      .element("use", [.link(to: "sign-\(mark.rawValue)")]))
  }

  /// A sign with its word.
  static func badge(_ mark: ReportMark, _ word: String? = nil) -> HTML {
    .element("span", [.classes("badge", mark)], .sign(mark), .text(word ?? mark.word))
  }
}
