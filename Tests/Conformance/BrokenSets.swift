import Crosscheck
import StrictFormats
import SystemSupport

/// Private sets as broken programs write them: every one holds the private value, or most of it, somewhere.
enum BrokenSets {
  static func all(of pair: SamplePair, mutations: Int, seed: UInt64) -> [[UInt8]] {
    var generator = SplitMix64(seed: seed)
    let whole = misplaced(pair) + named(pair) + shaped(pair) + others(pair)
    let bytes = Array(pair.privateSet.utf8)
    let pretty = Array(
      ((try? StrictJSON.read(bytes))?.serialized(pretty: true) ?? "").utf8)
    var found = whole
    for text in [bytes, pretty] { found += text.indices.map { Array(text[..<$0]) } }
    while found.count < mutations {
      // Some changes in any of the texts above.
      var text = whole[Int.random(in: 0..<whole.count, using: &generator)]
      if Bool.random(using: &generator) { text = bytes }
      for _ in 0..<Int.random(in: 1...2, using: &generator) { mutate(&text, &generator) }
      found.append(text)
    }
    return found
  }

  private static func mutate(_ text: inout [UInt8], _ generator: inout SplitMix64) {
    guard !text.isEmpty else { return }
    let index = Int.random(in: 0..<text.count, using: &generator)
    let signs = Array("\"{}[]:, \n\\'".utf8) + [0, 0x80, 0xff, 7]
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: text[index] = UInt8.random(in: 0...255, using: &generator)
    case 1: text[index] = signs[Int.random(in: 0..<signs.count, using: &generator)]
    case 2: text.remove(at: index)
    case 3: text.insert(signs[Int.random(in: 0..<signs.count, using: &generator)], at: index)
    case 4: text.removeSubrange(index..<min(text.count, index + 5))
    default: text = Array(text[..<index])
    }
  }

  /// The value under a name that is not `d`, and beside `d`.
  private static func misplaced(_ pair: SamplePair) -> [[UInt8]] {
    let names = ["kty", "crv", "alg", "use", "kid", "key_ops", "x", "y", "d", "other"]
    return names.flatMap { name in
      pair.forms.texts.flatMap { form -> [String] in
        let list = form.text.hasPrefix("[") ? form.text : "\"\(form.text)\""
        let bare = #"{"keys":[{"kty":"OKP","crv":"Ed25519","\#(name)":\#(list),"x":"\#(pair.x)"}]}"#
        return [
          bare, pair.privateSet.replacing("\"\(name)\":\"", with: "\"\(name)\":\"\(form.text)"),
          pair.privateSet.replacing("{\"kty\"", with: "{\"\(name)\":[\(list)],\"kty\""),
          pair.privateSet.replacing("\"d\":", with: "\"\(name)\":"),
          pair.publicSet.replacing("\"\(name)\":\"", with: "\"\(name)\":\"\(form.text)\",\"old_\(name)\":\""),
        ]
      }
    }.map { Array($0.utf8) }
  }

  /// The value as the name of a member, also twice.
  private static func named(_ pair: SamplePair) -> [[UInt8]] {
    pair.forms.texts.filter { !$0.text.hasPrefix("[") }.flatMap { form -> [String] in
      let member = "\"\(form.text)\":1"
      return [
        "{\(member),\(member)}", "{\(member)}", "{\"keys\":{\(member)}}", "{\"keys\":[[{\(member)}]]}",
        pair.privateSet.replacing("{\"kty\"", with: "{\(member),\"kty\""),
        pair.publicSet.replacing("{\"kty\"", with: "{\(member),\(member),\"kty\""),
        pair.privateSet.replacing("{\"keys\"", with: "{\(member),\"keys\""),
      ]
    }.map { Array($0.utf8) }
  }

  /// Sets whose form is wrong around the right members.
  private static func shaped(_ pair: SamplePair) -> [[UInt8]] {
    let text = pair.privateSet
    let key = String(text.dropFirst(9).dropLast(2))
    let hex = pair.forms.texts[2].text.map(String.init)
    let uuid = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { hex[$0].joined() }.joined(separator: "-")
    return [
      key, "[\(key)]", "{\"keys\":\(key)}", "{\"keys\":[[\(key)]]}", "{\"keys\":[\(key),\(key)]}",
      "{\"keys\":[]}",
      "{\"a\":\(text)}", text.replacing("}]}", with: ",}]}"), text.replacing("}]}", with: "},]}"),
      text + text,
      text + "x", "\u{feff}" + text, " " + text, text.replacing("\"", with: "'"),
      text.replacing("\"", with: ""),
      text.replacing(":", with: "="), String(repeating: "[", count: 300) + text,
      text.replacing("\"d\":", with: "\"d\":null,\"d\":"), text.replacing("\"d\":", with: "\"\\u0064\":"),
      text.replacing("1ec9414c-232a-6b00-b3c8-9f6bdeced846", with: uuid),
      "# a comment\n" + text, "key: \(text)", text.replacing(",", with: ",\n\n\t"),
    ].map { Array($0.utf8) }
  }

  /// Other formats, and JSON in other encodings.
  private static func others(_ pair: SamplePair) -> [[UInt8]] {
    let seed = pair.forms.seed
    let der: [UInt8] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20] + seed
    let base64 = SecretForms(seed: der).texts[1].text
    let lines = stride(from: 0, to: base64.count, by: 64).map { base64.dropFirst($0).prefix(64) }
    let body = lines.joined(separator: "\n")
    let text = Array(pair.privateSet.utf8)
    return pair.forms.texts.flatMap { [Array($0.text.utf8), Array("d = \($0.text)\n".utf8)] } + [
      Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8),
      Array("-----BEGIN \(base64)-----\n".utf8), Array("ssh-ed25519 \(base64) me@here\n".utf8),
      der, seed, seed + seed, [0] + seed, text.flatMap { [$0, 0] }, text.flatMap { [0, $0] },
      [0xff, 0xfe] + text.flatMap { [$0, 0] }, [0xfe, 0xff] + text.flatMap { [0, $0] }, text + [0],
      Array("eyJhbGciOiJFZERTQSJ9.\(pair.forms.texts[0].text).\(pair.forms.texts[0].text)".utf8),
    ]
  }
}
