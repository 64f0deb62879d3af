internal import YAML

/// Reads the fields of one mapping of a configuration, and knows where it is.
struct FieldReader {
  let file: String
  /// The path of the mapping, such as `hosts[1].credential`; empty for the document.
  let path: String
  let line: Int
  private let entries: [YAMLEntry]

  /// - Throws: `LoginError` when the node is no mapping.
  init(_ node: YAMLNode, path: String, file: String) throws(LoginError) {
    self.file = file
    self.path = path
    line = node.line
    guard case .mapping(let entries) = node.content else {
      throw Self.failure(file, node.line, path, "expected a mapping, found \(node.kind)")
    }
    self.entries = entries
  }

  /// The path of a field.
  func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Where a field is, as a message names it.
  func place(of name: String) -> String {
    "\(file):\(entries.first { $0.key == name }?.line ?? line): \(path(of: name))"
  }

  /// A failure at a field, or at the mapping where the field is missing.
  func failure(_ name: String, _ reason: String) -> LoginError {
    LoginError("\(place(of: name)): \(reason)")
  }

  private static func failure(
    _ file: String, _ line: Int, _ path: String, _ reason: String
  ) -> LoginError {
    LoginError("\(file):\(line): " + (path.isEmpty ? reason : "\(path): \(reason)"))
  }

  /// Refuses every field that is not known.
  func refuseUnknown(_ known: [String]) throws(LoginError) {
    for entry in entries where !known.contains(entry.key) {
      let name = printable(entry.key)
      if entry.key == "<<" {
        throw Self.failure(file, entry.line, path(of: name), "merge keys are not supported")
      }
      let near = Suggestion.nearest(to: entry.key, among: known).map { "; did you mean \"\($0)\"?" }
      throw Self.failure(
        file, entry.line, path(of: name),
        "unknown field" + (near ?? "; known are \(known.joined(separator: ", "))"))
    }
  }

  func node(_ name: String) -> YAMLNode? { entries.first { $0.key == name }?.value }

  /// The text of a field; nothing when it is not there.
  func string(_ name: String) throws(LoginError) -> String? {
    guard let node = node(name) else { return nil }
    guard let text = node.string else {
      let hint = if case .scalar = node.content, node.kind != "null" { "; put it in quotes" } else { "" }
      throw failure(name, "expected a string, found \(node.kind)\(hint)")
    }
    guard !text.isEmpty else { throw failure(name, "is empty") }
    return text
  }

  /// The texts of a list; nothing when it is not there.
  func strings(_ name: String) throws(LoginError) -> [String]? {
    guard let node = node(name) else { return nil }
    guard case .sequence(let elements) = node.content else {
      throw failure(name, "expected a list of strings, found \(node.kind)")
    }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      guard let text = element.string, !text.isEmpty else {
        throw Self.failure(
          file, element.line, path(of: "\(name)[\(index)]"),
          element.string == nil ? "expected a string, found \(element.kind)" : "is empty")
      }
      texts.append(text)
    }
    return texts
  }
}
