internal import Glibc

/// Why a `${VAR}` cannot be replaced.
struct SubstitutionFailure: Error, Sendable, Hashable {
  let reason: String
}

/// Replaces `${VAR}` by the value of an environment variable, which must be set; `$${VAR}` stands for `${VAR}` itself.
///
/// It works on keys and values after YAML has told them apart, so that a value cannot add anything else to the
/// document.
package struct Substitution: Sendable {
  private let value: (@Sendable (String) -> String?)?

  /// Leaves every text as it is.
  package static let none = Substitution(value: nil)

  /// Takes the values from the environment of the process.
  package static let environment = Substitution { name in getenv(name).map { String(cString: $0) } }

  /// Takes the values from a closure.
  package init(_ value: @escaping @Sendable (String) -> String?) { self.init(value: value) }

  private init(value: (@Sendable (String) -> String?)?) { self.value = value }

  func apply(to text: String) throws(SubstitutionFailure) -> String {
    guard value != nil else { return text }
    var rest = Array(text.utf8)[...]
    var result: [UInt8] = []
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.starts(with: "$${".utf8) {
        let end = rest.firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? rest.endIndex
        result += rest[(dollar + 1)..<end]
        rest = rest[end...]
      } else if rest.starts(with: "${".utf8) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          throw SubstitutionFailure(reason: "a '${' without its '}'")
        }
        let name = String(decoding: rest[(dollar + 2)..<end], as: UTF8.self)
        result += Array(try replacement(of: name).utf8)
        rest = rest[(end + 1)...]
      } else {
        result.append(UInt8(ascii: "$"))
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  private func replacement(of name: String) throws(SubstitutionFailure) -> String {
    let isName =
      !name.isEmpty && !(0x30...0x39).contains(name.utf8.first ?? 0)
      && name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
    guard isName else {
      throw SubstitutionFailure(
        reason: "${\(printable(name))}: expected the name of an environment variable between the braces")
    }
    guard let text = value?(name) else {
      throw SubstitutionFailure(
        reason: "the environment variable \(name) is not set (--no-envsubst leaves ${\(name)} as it is)")
    }
    return text
  }
}
