internal import StrictFormats
internal import SystemSupport

/// The content of a `config.json`, read strictly.
package struct StoredConfiguration: Sendable {
  let value: JSONValue

  /// - Returns: nil for what is not exactly one object.
  init?(_ bytes: [UInt8]) {
    guard let value = try? StrictJSON.read(bytes), value.objectValue != nil else { return nil }
    self.value = value
  }

  /// Why some bytes are no configuration, in words; nothing where they are one.
  static func flaw(of bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "empty" }
    do {
      let value = try StrictJSON.read(bytes)
      return value.objectValue == nil ? "\(value.kind) instead of an object" : nil
    } catch {
      return "\(bytes.count) bytes that are no JSON object (\(error))"
    }
  }

  /// The name that one object of a text has twice.
  static func repeatedName(in bytes: [UInt8]) -> String? {
    do {
      _ = try StrictJSON.read(bytes)
      return nil
    } catch {
      guard error.found == "a second member of the same name" else { return nil }
      // Its quotation mark stands there.
      let name = bytes.dropFirst(error.offset + 1).prefix { $0 != UInt8(ascii: "\"") }
      return String(decoding: name, as: UTF8.self)
    }
  }

  /// The entry of a host.
  func entry(_ host: String) -> JSONValue? { value["auths"]?[host] }

  /// The bearer token of a host.
  func token(_ host: String) -> String? { entry(host)?["registrytoken"]?.stringValue }

  /// Everything but the entries of some hosts; where nothing else is below `auths`, that is left out, too.
  func without(_ hosts: [String]) -> JSONValue {
    guard let members = value.objectValue else { return value }
    return .object(
      members.compactMap { member in
        guard member.name == "auths", let entries = member.value.objectValue else { return member }
        let rest = entries.filter { !hosts.contains($0.name) }
        return rest.isEmpty ? nil : JSONMember(name: member.name, value: .object(rest))
      })
  }
}
