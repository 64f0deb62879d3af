internal import StrictFormats

/// Why a file is no report: where in it, what is wanted there, and what stands there.
public struct ReportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The place, such as `$.results[3].status`; nothing where the file is no JSON at all.
  public let path: String?
  /// What is wrong.
  public let problem: String

  /// The error in one line.
  public var description: String {
    "\(file) is no report of this program: \(path.map { "\($0): " } ?? "")\(problem)"
  }
}

/// A value within a JSON text, with the way to it.
struct JSONCursor {
  let file: String
  let path: String
  let value: JSONValue

  func failure(_ problem: String) -> ReportError { ReportError(file: file, path: path, problem: problem) }

  private func wrongKind(_ wanted: String) -> ReportError {
    failure("expected \(wanted), found \(value.kind)")
  }

  // MARK: Members

  /// A member that must be there.
  func member(_ name: String) throws(ReportError) -> JSONCursor {
    guard let found = try optional(name) else { throw failure("there is no member \"\(name)\"") }
    return found
  }

  /// A member, or nothing where it is missing or null.
  func optional(_ name: String) throws(ReportError) -> JSONCursor? {
    guard value.objectValue != nil else { throw wrongKind("an object") }
    guard let found = value[name], found != .null else { return nil }
    return JSONCursor(file: file, path: "\(path).\(name)", value: found)
  }

  /// The elements of an array.
  func elements(limit: Int = 100_000) throws(ReportError) -> [JSONCursor] {
    guard let elements = value.arrayValue else { throw wrongKind("an array") }
    guard elements.count <= limit else {
      throw failure("expected at most \(limit) elements, found \(elements.count)")
    }
    return elements.enumerated().map { index, element in
      JSONCursor(file: file, path: "\(path)[\(index)]", value: element)
    }
  }

  func map<Element>(
    limit: Int = 100_000, _ transform: (JSONCursor) throws(ReportError) -> Element
  ) throws(ReportError) -> [Element] {
    var found: [Element] = []
    for element in try elements(limit: limit) { found.append(try transform(element)) }
    return found
  }

  // MARK: Values

  func string() throws(ReportError) -> String {
    guard let text = value.stringValue else { throw wrongKind("a string") }
    return text
  }

  /// A string that is not empty.
  func word() throws(ReportError) -> String {
    let text = try string()
    guard !text.isEmpty else { throw failure("expected a text, found an empty one") }
    return text
  }

  func strings() throws(ReportError) -> [String] {
    try map { (element) throws(ReportError) in try element.string() }
  }

  func bool() throws(ReportError) -> Bool {
    guard case .bool(let flag) = value else { throw wrongKind("true or false") }
    return flag
  }

  /// A whole number that is not negative.
  func number<Number: FixedWidthInteger>(_ type: Number.Type = Int.self) throws(ReportError) -> Number {
    guard case .number(let literal) = value else { throw wrongKind("a number") }
    guard let number = Number(literal), number >= 0 else {
      throw failure("expected a whole number from 0 to \(Number.max)")
    }
    return number
  }

  /// A duration in seconds.
  func seconds() throws(ReportError) -> Double {
    guard case .number(let literal) = value else { throw wrongKind("a number") }
    guard let number = Double(literal), number >= 0, number < 1e12 else {
      throw failure("expected a number of seconds")
    }
    return number
  }

  /// One of the words that a type knows.
  func choice<Choice: RawRepresentable>(_ type: Choice.Type) throws(ReportError) -> Choice
  where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try string()) else { throw failure("the word is not known here") }
    return choice
  }
}
