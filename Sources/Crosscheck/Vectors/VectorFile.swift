internal import StrictFormats
internal import SystemSupport

/// What keeps a text from being a file of vectors.
package struct VectorFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place, such as `vectors[3].pk`, and what is wrong there.
  package let description: String
}

/// The file format of signature vectors.
///
/// `{"vectors": [{"id", "comment", "pk", "msg", "sig", "expect": {"libsodium", "libcrypto"}}]}`: bytes in hexadecimal
/// digits of either case and of any length; `id`, `comment` and `expect` may be absent, as may one library of `expect`;
/// other members are ignored.
package enum VectorFile {
  /// Reads vectors.
  ///
  /// - Throws: `VectorFileError` for anything but strict JSON of the format.
  package static func read(_ text: [UInt8]) throws(VectorFileError) -> [SignatureVector] {
    let root: JSONValue
    do throws(JSONSyntaxError) { root = try StrictJSON.read(text) } catch {
      throw VectorFileError(description: "not strict JSON: \(error)")
    }
    guard root.objectValue != nil else {
      throw VectorFileError(description: "expected an object, found \(root.kind)")
    }
    guard let list = root["vectors"] else { throw VectorFileError(description: "no member \"vectors\"") }
    guard let items = list.arrayValue else {
      throw VectorFileError(description: "vectors: expected an array, found \(list.kind)")
    }
    var vectors: [SignatureVector] = []
    vectors.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      vectors.append(try vector(item, place: "vectors[\(index)]"))
    }
    return vectors
  }

  /// The text of a file: one line per vector, with the clauses of the rule that decide.
  package static func write(_ vectors: [SignatureVector]) -> String {
    let lines = vectors.map { vector -> String in
      let prediction = vector.prediction ?? Prediction(vector.signed)
      return JSONValue.object([
        JSONMember(name: "id", value: .string(vector.id)),
        JSONMember(name: "comment", value: .string(vector.comment)),
        JSONMember(name: "pk", value: .string(hex(vector.signed.publicKey))),
        JSONMember(name: "msg", value: .string(hex(vector.signed.message))),
        JSONMember(name: "sig", value: .string(hex(vector.signed.signature))),
        JSONMember(name: "expect", value: object { vector.expect[$0].map(JSONValue.bool) }),
        JSONMember(
          name: "rejectedBy", value: object { prediction.clause($0).map { .string($0.rawValue) } ?? .null }),
      ]).serialized(pretty: false)
    }
    return "{\"vectors\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
  }

  private static func object(_ value: (Library) -> JSONValue?) -> JSONValue {
    .object(
      Library.allCases.compactMap { library in
        value(library).map { JSONMember(name: library.rawValue, value: $0) }
      })
  }

  private static func vector(_ item: JSONValue, place: String) throws(VectorFileError) -> SignatureVector {
    guard item.objectValue != nil else {
      throw VectorFileError(description: "\(place): expected an object, found \(item.kind)")
    }
    return SignatureVector(
      id: try string(item, "id", place) ?? place,
      comment: try string(item, "comment", place) ?? "",
      signed: Signed(
        publicKey: try octets(item, "pk", place), message: try octets(item, "msg", place),
        signature: try octets(item, "sig", place)),
      expect: try expectations(item, place))
  }

  private static func string(
    _ item: JSONValue, _ name: String, _ place: String
  ) throws(VectorFileError) -> String? {
    guard let value = item[name] else { return nil }
    guard let text = value.stringValue else {
      throw VectorFileError(description: "\(place).\(name): expected a string, found \(value.kind)")
    }
    return text
  }

  private static func octets(
    _ item: JSONValue, _ name: String, _ place: String
  ) throws(VectorFileError) -> [UInt8] {
    guard let text = try string(item, name, place) else {
      throw VectorFileError(description: "\(place): no member \"\(name)\"")
    }
    guard text.utf8.count.isMultiple(of: 2) else {
      throw VectorFileError(
        description: "\(place).\(name): an odd number of hexadecimal digits (\(text.utf8.count))")
    }
    guard let octets = bytes(hex: text) else {
      throw VectorFileError(description: "\(place).\(name): expected hexadecimal digits only")
    }
    return octets
  }

  private static func expectations(
    _ item: JSONValue, _ place: String
  ) throws(VectorFileError) -> [Library: Bool] {
    guard let value = item["expect"] else { return [:] }
    guard let members = value.objectValue else {
      throw VectorFileError(description: "\(place).expect: expected an object, found \(value.kind)")
    }
    var expect: [Library: Bool] = [:]
    for member in members {
      // A misspelt library would otherwise leave its expectation unchecked.
      guard let library = Library(rawValue: member.name) else {
        throw VectorFileError(
          description: "\(place).expect: \"\(member.name)\" is neither libsodium nor libcrypto")
      }
      guard case .bool(let accepts) = member.value else {
        throw VectorFileError(
          description: "\(place).expect.\(member.name): expected true or false, found \(member.value.kind)")
      }
      expect[library] = accepts
    }
    return expect
  }
}
