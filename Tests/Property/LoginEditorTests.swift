import StrictFormats
import Testing

@testable import MirrorLogin

@Suite("Login: the text of the Docker configuration")
struct LoginEditorTests {
  private func token(_ text: String) -> Token {
    var bytes = SecretBuffer()
    bytes.append(text)
    return Token(bytes, claims: nil)
  }

  private func edited(_ text: String, _ entries: [CredentialEntry]) throws -> String {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBytes { bytes in
      try DockerConfigEditor.edit(bytes, setting: entries, path: "config.json")
        .withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
  }

  private func bearer(_ host: String, _ text: String = "t") -> CredentialEntry {
    CredentialEntry(host: host, value: .bearer(token(text)))
  }

  @Test("A new file is laid out as Docker lays it out")
  func new() throws {
    let expected = "{\n\t\"auths\": {\n\t\t\"h\": {\n\t\t\t\"registrytoken\": \"t\"\n\t\t}\n\t}\n}\n"
    #expect(try edited("", [bearer("h")]) == expected)
    #expect(try edited(" \n", [bearer("h")]) == expected)
    #expect(try edited("{}\n", [bearer("h")]) == expected)
  }

  /// Texts before and after the entry of `h` is set to `t`.
  static let changes: [(before: String, after: String)] = [
    (#"{"auths":{}}"#, #"{"auths":{"h":{"registrytoken":"t"}}}"#),
    (#"{"auths":{"a":{}}}"#, #"{"auths":{"a":{},"h":{"registrytoken":"t"}}}"#),
    (#"{"auths":null,"z":2.50}"#, #"{"auths":{"h":{"registrytoken":"t"}},"z":2.50}"#),
    (#"{"auths":{"h":null}}"#, #"{"auths":{"h":{"registrytoken":"t"}}}"#),
    (
      #"{"auths":{"h":{"auth":"x","e":1.0,"identitytoken":"y"}},"n":1152921504606846977}"#,
      #"{"auths":{"h":{"e":1.0,"registrytoken":"t"}},"n":1152921504606846977}"#
    ),
    (#"{"\u0061uths":{"\u0068":{}}}"#, #"{"\u0061uths":{"\u0068":{"registrytoken":"t"}}}"#),
    (#"{ "z" : 1 }"#, #"{ "z" : 1, "auths" : {"h" : {"registrytoken" : "t"}} }"#),
    (
      "{\r\n  \"auths\": {\r\n    \"a\": {}\r\n  }\r\n}",
      "{\r\n  \"auths\": {\r\n    \"a\": {},\r\n    \"h\": {\r\n      \"registrytoken\": \"t\"\r\n    }\r\n  }\r\n}"
    ),
    (
      "{\n    \"z\": []\n}\n",
      "{\n    \"z\": [],\n    \"auths\": {\n        \"h\": {\n            \"registrytoken\": \"t\"\n        }\n    }\n}\n"
    ),
  ]

  @Test("Only our entry's text changes", arguments: changes)
  func examples(before: String, after: String) throws {
    #expect(try edited(before, [bearer("h")]) == after)
    #expect(try edited(after, [bearer("h")]) == after)
  }

  @Test("A pair is stored in base64, and a helper's host without any credential")
  func pairs() throws {
    let pair = CredentialEntry(host: "h", value: .pair(username: "me", token("t")))
    #expect(try edited(#"{"auths":{}}"#, [pair]) == #"{"auths":{"h":{"auth":"bWU6dA=="}}}"#)
    let helper = CredentialEntry(host: "h", value: .helper, helper: "mirror")
    #expect(
      try edited(#"{"auths":{"h":{"auth":"x","e":1}},"z":0}"#, [helper])
        == #"{"auths":{"h":{"e":1}},"z":0,"credHelpers":{"h":"mirror"}}"#)
    #expect(
      try edited(#"{"auths":{"h":{"auth":"x"}}}"#, [CredentialEntry(host: "h", value: .helper)])
        == #"{"auths":{"h":{}}}"#)
    let both = try edited("{}", [helper, bearer("g")])
    let value = try StrictJSON.read(Array(both.utf8))
    #expect(value["credHelpers"]?["h"] == .string("mirror"))
    #expect(value["auths"]?["g"]?["registrytoken"] == .string("t"))
  }

  @Test(
    "A damaged file is refused",
    arguments: [
      "{", "[]", "null", "{} {}", "{\"auths\":{}},", "{\"a\":01}", "{'a':1}", "\u{FEFF}{}",
      "{\"a\":\"\u{1}\"}",
      "{\"a\":NaN}", "{\"a\":1,}", "{\"auths\":[]}", "{\"auths\":{\"h\":1}}", "{\"auths\":{},\"auths\":{}}",
      "{\"auths\":{\"h\":{},\"h\":{}}}", "{\"a\":\"\\x\"}", "{\"a\":tru}", "// a\n{}", "{\"a\":[1 2]}",
      "{\"a\" 1}",
    ])
  func damaged(text: String) {
    #expect(throws: LoginError.self) { try edited(text, [bearer("h")]) }
  }

  @Test("Bytes that are no UTF-8 are refused, and nesting has no limit that Docker has not")
  func bytes() throws {
    for bytes: [UInt8] in [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      let text = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
      #expect(throws: LoginError.self) {
        try text.withUnsafeBytes { _ = try DockerConfigEditor.edit($0, setting: [], path: "") }
      }
    }
    let nest = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
    #expect(try edited("{\"a\":\(nest)}", [bearer("h")]).contains(nest))
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(throws: LoginError.self) { try edited("{\"a\":\(deep)", [bearer("h")]) }
  }

  /// A Docker configuration with white space and escapes wherever they may be, and what it says.
  private static let configs = Generator<(JSONValue, String)> { choices in
    let hosts = Make.element(["h", "a.example", "b:5000", "é"]).and(Make.json(depth: 2)).array(
      mean: 3, most: 6)
    var names: Set<String> = []
    let entries = hosts.make(&choices).compactMap { host, value -> JSONMember? in
      guard names.insert(host).inserted else { return nil }
      return JSONMember(name: host, value: value.objectValue == nil ? .object([]) : value)
    }
    var members = Make.text.and(Make.json(depth: 3)).array(mean: 3, most: 6).make(&choices)
      .filter {
        !["auths", "credHelpers", "credsStore"].contains($0.0) && names.insert("\u{0}" + $0.0).inserted
      }
      .map { JSONMember(name: $0.0, value: $0.1) }
    if choices.below(4) != 0 {
      let place = Int(choices.below(UInt64(members.count) + 1))
      members.insert(JSONMember(name: "auths", value: .object(entries)), at: place)
    }
    let value = JSONValue.object(members)
    return (value, Make.loose(value, &choices))
  }

  /// A value without the entry of a host, and without `auths` where nothing else is in it.
  private func without(_ host: String, _ value: JSONValue) -> JSONValue {
    .object(
      (value.objectValue ?? []).compactMap { member in
        guard member.name == "auths" else { return member }
        let rest = (member.value.objectValue ?? []).filter { $0.name != host }
        return rest.isEmpty ? nil : JSONMember(name: member.name, value: .object(rest))
      })
  }

  @Test("Whatever the file says, all but our entry stays: values, order, numbers as written")
  func roundTrips() {
    forAll(Self.configs, count: 400) { value, text in
      let new = try StrictJSON.read(Array(try edited(text, [bearer("h", "tok")]).utf8), maximumDepth: 100)
      return new["auths"]?["h"]?["registrytoken"] == .string("tok")
        && without("h", new) == without("h", value)
    }
  }

  @Test("Many hosts at once are all set, and set again without growing")
  func many() throws {
    let entries = (0..<300).map { bearer("host\($0).example", "t\($0)") }
    let old = try edited(#"{"auths":{"host7.example":{"auth":"x"},"other":{}},"z":1}"#, entries)
    let value = try StrictJSON.read(Array(old.utf8))
    for number in 0..<300 {
      #expect(value["auths"]?["host\(number).example"]?["registrytoken"] == .string("t\(number)"))
    }
    #expect(value["auths"]?.objectValue?.count == 301)
    #expect(try edited(old, entries) == old)
  }
}
