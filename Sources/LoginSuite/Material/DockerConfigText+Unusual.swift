extension DockerConfigText {
  /// What a `config.json` may hold, and a program may lose.
  struct Content: Sendable {
    let name: String
    /// As a message begins.
    let what: String
    let text: [UInt8]

    fileprivate init(_ name: String, _ what: String, _ text: String) {
      self.name = name
      self.what = what
      self.text = Array(text.utf8)
    }
  }

  /// One content for each kind of thing that is kept less often than the usual ones.
  ///
  /// - Parameter host: the host that the run logs in to; it has no entry yet.
  static func unusual(for host: String) -> [Content] {
    [numbers, values, names, strings, alike(host), large]
  }

  /// None is beyond a double; how a double is written is LG-STORE-4's.
  private static let numbers = Content(
    "numbers", "a login beside numbers at the limits of a double",
    """
    {
      "x-numbers": {"huge": 1e308, "low": -1e308, "tiny": 5e-324, "zero": -0.0, "power": 1E+2},
      "auths": {
        "other.example": {"auth": "bWU6c2VjcmV0", "huge": 1e308, "tiny": 5e-324, "deep": [[[{"ratio": 2.50}]]]}
      },
      "x-deep": [[[[[2.50]]]]]
    }

    """)

  private static let values = Content(
    "values", "a login beside members without a value to speak of",
    """
    {
      "x-null": null, "x-false": false, "x-object": {}, "x-array": [], "x-text": "",
      "auths": {
        "other.example": {
          "x-null": null, "x-false": false, "x-object": {}, "x-array": [], "x-text": "", "auth": "bWU6c2VjcmV0"
        },
        "identity.example": {"auth": "bWU6", "identitytoken": "aWRlbnRpdHk"},
        "empty.example": {}
      },
      "credHelpers": {}
    }

    """)

  private static let names = Content(
    "names", "a login beside members with unusual names",
    """
    {
      "": "empty", "__proto__": {"inner": "1"}, "\u{e4}u\u{df}eres": "1", "two words": "2", "a.b": "3",
      "auths": {
        "other.example": {
          "": "empty", "__proto__": {"inner": "1"}, "\u{e4}u\u{df}eres": "1", "two words": "2", "auth": "bWU6c2VjcmV0"
        }
      }
    }

    """)

  private static let strings = Content(
    "strings", "a login beside unusual strings",
    """
    {
      "x-zero": "before\\u0000behind", "x-delete": "before\u{7f}behind", "x-line": "before\u{2028}behind",
      "x-long": "\(String(repeating: "0123456789", count: 500))end",
      "auths": {
        "other.example": {"auth": "bWU6c2VjcmV0", "note": "before\\u0000behind"},
        "long.example": {"identitytoken": "\(String(repeating: "QUJD", count: 1200))RU5E"}
      }
    }

    """)

  /// Entries that are not those of the host, however close their names are.
  private static func alike(_ host: String) -> Content {
    let parts = host.split(separator: ":", maxSplits: 1).map(String.init)
    let port = parts.count > 1 ? parts[1] : nil
    // One that begins with the whole name, the port included.
    let longer = port == nil ? host + ".evil.example" : host + "0"
    let names = [
      host.uppercased(), "https://\(host)/v1/", "https://\(host)", longer,
      "\(parts[0]):\(port == "8443" ? "9443" : "8443")", "\(host)/team", "not-\(host)",
    ]
    // A host without letters has no upper case.
    let entries = names.filter { $0 != host }.enumerated().map { number, name in
      "\"\(name)\": {\"auth\": \"bWU\(number)c2VjcmV0\"}"
    }
    return Content(
      "hosts", "a login beside entries of hosts with similar names",
      "{\n  \"auths\": {\n    \(entries.joined(separator: ",\n    "))\n  }\n}\n")
  }

  /// Beyond what is read at one stroke: 100 entries of a kibibyte.
  private static let large = Content(
    "large", "a login into a config.json of 100 KiB",
    "{\n\t\"auths\": {\n"
      + (100..<200).map { number in
        "\t\t\"host-\(number).example\": {\"identitytoken\": \"\(String(repeating: "QUJD", count: 240))\(number)\"}"
      }.joined(separator: ",\n") + "\n\t},\n\t\"detachKeys\": \"ctrl-e,e\"\n}\n")
}
