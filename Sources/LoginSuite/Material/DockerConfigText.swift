/// Docker configurations that runs find.
enum DockerConfigText {
  /// One that other tools and the user have put much into.
  static let rich = Array(
    """
    {
    \t"auths": {
    \t\t"https://index.docker.io/v1/": {
    \t\t\t"auth": "dXNlcjpwYXNzd29yZA=="
    \t\t},
    \t\t"other.example": {
    \t\t\t"registrytoken": "b3RoZXI.dG9rZW4.c2lnbmF0dXJl"
    \t\t},
    \t\t"alpha.example:5443": {
    \t\t\t"auth": "bWU6c2VjcmV0",
    \t\t\t"email": "me@alpha.example"
    \t\t}
    \t},
    \t"HttpHeaders": {
    \t\t"X-Zeta": "1",
    \t\t"X-Alpha": "caf\\u00e9 \\/ \\ud83d\\ude00 \u{fc} <&>"
    \t},
    \t"psFormat": "table {{.ID}}\\\\t{{.Names}}",
    \t"detachKeys": "ctrl-e,e",
    \t"credHelpers": {
    \t\t"helped.example": "not-installed"
    \t},
    \t"x-numbers": {"ratio": 2.50, "serial": 1152921504606846977, "small": 1.5e-7, "large": 6.02E23, "count": 12},
    \t"x-values": [null, true, false, [], {}, [1, [2, {"deep": "\\t\\"quoted\\""}]]],
    \t"aliases": {
    \t\t"builder": "buildx"
    \t}
    }

    """.utf8)

  static let numbersOfTheUser = "\"x-numbers\""

  /// The least that a configuration can be.
  static let bare = Array("{}\n".utf8)

  /// Files that are not exactly one object of RFC 8259.
  static let damaged: [(name: String, text: String)] = [
    ("truncated", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2Vj"),
    ("unclosed", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2VjcmV0\"}}"),
    ("array", "[{\"auths\": {}}]\n"),
    ("string", "\"auths\"\n"),
    ("null", "null\n"),
    ("number", "12\n"),
    ("text-behind", "{\"auths\": {}}\nauths\n"),
    ("brace-behind", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2VjcmV0\"}}}\n}\n"),
    ("two-objects", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2VjcmV0\"}}}\n{}\n"),
    ("trailing-comma", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2VjcmV0\"},}}\n"),
    ("comment", "{\"auths\": {} /* none */, \"detachKeys\": \"ctrl-e\"}\n"),
    ("single-quotes", "{'auths': {}}\n"),
    ("no-colon", "{\"auths\" {}}\n"),
    ("nan", "{\"auths\": {}, \"ratio\": NaN}\n"),
    ("plain-text", "auths other.example\n"),
    ("unknown-escape", "{\"auths\": {}, \"detachKeys\": \"ctrl-\\q\"}\n"),
    ("short-escape", "{\"auths\": {}, \"detachKeys\": \"ctrl-\\u12\"}\n"),
    ("comma-in-array", "{\"auths\": {}, \"plugins\": [1,]}\n"),
    ("missing-comma", "{\"auths\": {} \"detachKeys\": \"ctrl-e\"}\n"),
    ("capital-true", "{\"auths\": {}, \"experimental\": True}\n"),
    ("form-feed", "{\"auths\": {},\u{c}\"detachKeys\": \"ctrl-e\"}\n"),
    ("text-behind-nul", "{\"auths\": {\"other.example\": {\"auth\": \"bWU6c2VjcmV0\"}}}\0auths\n"),
  ]
}
