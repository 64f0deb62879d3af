internal import Glibc
internal import SpecHarness
internal import SystemSupport
internal import YAML

/// Why a list of known failures cannot be used.
enum KnownFailureFileError: Error, CustomStringConvertible {
  /// It cannot be read; exit status 66.
  case unreadable(InputError)
  /// It says something that no list says; exit status 64.
  case malformed(path: String, line: Int, reason: String)

  var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .malformed(let path, let line, let reason): "\(path):\(line): \(reason)"
    }
  }
}

/// A list of known failures as it lies on the disk: YAML, `expect:` with one entry for each.
struct KnownFailureFile {
  private static let sizeLimit = 1 << 20
  private static let fields = ["requirement", "case", "reason", "link", "expires"]

  private let path: String

  /// Reads a list.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - today: as `YYYY-MM-DD`.
  /// - Throws: `KnownFailureFileError` with the line of what is wrong.
  static func read(_ path: String, today: String) throws(KnownFailureFileError) -> KnownFailureList {
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try Input.file(path, limit: sizeLimit)
    } catch {
      throw .unreadable(error)
    }
    return KnownFailureList(
      path: path, entries: try KnownFailureFile(path: path).entries(bytes), today: today)
  }

  private func entries(_ bytes: [UInt8]) throws(KnownFailureFileError) -> [KnownFailure] {
    let root: YAMLNode?
    do throws(YAMLFailure) {
      root = try read(bytes)
    } catch {
      throw malformed(error.line, error.reason)
    }
    guard let root else { throw malformed(1, "the file is empty; a list begins with `expect:`") }
    let members = try mapping(root, known: ["expect"], what: "the document")
    guard let list = members.first?.value else {
      throw malformed(root.line, "there is no `expect:` with a list of entries")
    }
    guard case .sequence(let elements) = list.content else {
      // A list whose last entry was taken out is empty, not wrong.
      if list.kind == "null" { return [] }
      throw malformed(list.line, "`expect` is \(list.kind); a list of entries is wanted")
    }
    var entries: [KnownFailure] = []
    for element in elements { entries.append(try entry(element)) }
    return entries
  }

  private func read(_ bytes: [UInt8]) throws(YAMLFailure) -> YAMLNode? {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(YAMLFailure) in try YAMLReader.read(buffer, substitution: .none) }
    }
    return try result.get()
  }

  private func entry(_ node: YAMLNode) throws(KnownFailureFileError) -> KnownFailure {
    let members = try mapping(node, known: Self.fields, what: "an entry")
    func text(_ name: String) throws(KnownFailureFileError) -> String? {
      guard let member = members.first(where: { $0.key == name }) else { return nil }
      guard case .scalar(let text, _) = member.value.content, text.contains(where: { !$0.isWhitespace }),
        member.value.kind != "null"
      else {
        throw malformed(
          member.line, "`\(name)` is \(member.value.kind == "a string" ? "empty" : member.value.kind)")
      }
      return text
    }
    let requirement = try text("requirement").map { RequirementID($0.uppercased()) }
    let caseName = try text("case")
    guard requirement != nil || caseName != nil else {
      throw malformed(node.line, "the entry names neither a `requirement` nor a `case`")
    }
    guard let reason = try text("reason") else {
      throw malformed(node.line, "the entry has no `reason`; say why the failure is lived with")
    }
    let expires = try text("expires")
    if let expires, !Day.isValid(expires) {
      throw malformed(node.line, "`expires: \(printable(expires))` is no date such as 2027-01-31")
    }
    return KnownFailure(
      requirement: requirement, caseName: caseName, reason: reason, link: try text("link"), expires: expires,
      line: node.line)
  }

  private func mapping(
    _ node: YAMLNode, known: [String], what: String
  ) throws(KnownFailureFileError) -> [YAMLEntry] {
    guard case .mapping(let members) = node.content else {
      throw malformed(node.line, "\(what) is \(node.kind); a mapping is wanted")
    }
    for member in members where !known.contains(member.key) {
      throw malformed(
        member.line, "unknown field \"\(printable(member.key))\"; known are \(known.joined(separator: ", "))")
    }
    return members
  }

  private func malformed(_ line: Int, _ reason: String) -> KnownFailureFileError {
    .malformed(path: path, line: line, reason: reason)
  }
}

/// Days of the calendar, as `YYYY-MM-DD` (RFC 3339 §5.6, full-date).
enum Day {
  /// The day that it is now, by UTC.
  static var today: String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Int(parts.tm_year) + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }

  /// Whether a text is a day that the calendar has.
  static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}
