package import SpecHarness

extension RequirementID {
  package static let conf1 = RequirementID("LG-CONF-1")
  package static let conf2 = RequirementID("LG-CONF-2")
  package static let conf3 = RequirementID("LG-CONF-3")
  package static let conf4 = RequirementID("LG-CONF-4")
  package static let conf5 = RequirementID("LG-CONF-5")
}

extension Catalog {
  static let conf = Area("CONF", title: "The configuration", [conf1, conf2, conf3, conf4, conf5])

  static let conf1 = Requirement(
    .conf1, .must, .documented,
    statement: """
      The command MUST accept the document's configuration as it is printed, with its comments, with `aud` or without; \
      a relative `jwkPath` MUST start at the configuration's directory.
      """,
    sources: [.clause(.example7), .clause(.example4), .clause(.intro3)],
    rationale: """
      The example is what people copy. A path that starts at the working directory works for one and fails in the timer.
      """,
    checked: """
      The listing of the document is used word for word, and with the line of `aud` no longer a comment. The command also runs in \
      a directory other than the configuration's. The token of the host must be stored.
      """)

  static let conf2 = Requirement(
    .conf2, .must, .documented,
    statement: """
      Several hosts, each with its own key and claims, MUST get one token each, signed by their own key.
      """,
    sources: [.clause(.example4), .clause(.example2)],
    rationale: """
      A token made with the key or the claims of another host is refused there, or worse, is accepted.
      """,
    checked: """
      A configuration names three hosts; two have keys of their own, the third shares the first one's key under another subject. \
      Each entry must hold a token that its own key verifies, with its own claims. In another configuration the first of three \
      hosts alone has an `aud`, which the others must not get.
      """)

  static let conf3 = Requirement(
    .conf3, .must, .documented,
    statement: """
      A configuration that is missing, is not YAML, has another `kind` or no host, a key file that is missing, or an \
      `exp` that is no positive duration MUST be refused, and nothing MUST be changed: no host is stored when one is refused.
      """,
    sources: [.clause(.example7), .clause(.example8)],
    rationale: """
      Half a login is worse than none: the script stops, and some hosts have new tokens.
      """,
    checked: """
      Each of these flaws is put into a configuration that works without it, of one host and as the second of two hosts; another \
      `kind` is `Secret`, `config` or `ConfigX`. The status must not be 0, and the Docker configuration must keep its bytes. Some \
      of them are also tried without a Docker configuration directory and on a `config.json` that others may read: nothing in the \
      sandbox may be made, removed or changed, but for a lock file that a successful run leaves, too. A missing `kind` or \
      `apiVersion` is not judged.
      """)

  static let conf4 = Requirement(
    .conf4, .must, .hardened,
    statement: """
      Unknown or misspelt fields, duplicate YAML keys, duplicate hosts, and a missing `iss` or `sub` MUST be refused, \
      and nothing MUST be changed.
      """,
    sources: [.clause(.example7), .standard("RFC 7519 §4.1")],
    rationale: """
      A misspelt `exp` that is ignored gives a token with a lifetime that nobody chose.
      """,
    checked: """
      Each of these flaws is put into a configuration that works without it, at the top, in a host and in a credential. A field \
      that is not known has a value, none, or fields of its own, or begins with `x`; a host comes twice in a row, with another host \
      in between, and word for word the same. The status must not be 0, and the Docker configuration must keep its bytes; one of \
      these flaws is also judged like those of LG-CONF-3 by the whole sandbox. Names that differ in capital letters are not judged.
      """)

  static let conf5 = Requirement(
    .conf5, .must, .hardened,
    statement: """
      A `jwkPath` that leaves the configuration's directory, by `..` or through a symlink, MUST be refused; one that \
      stays inside, absolute or through a symlink, MUST NOT be.
      """,
    sources: [.clause(.example4)],
    rationale: """
      A configuration that comes with a repository must not sign with keys of the one who runs it.
      """,
    checked: """
      The key lies outside and is reached by `..`, through a link to it, and through a link to its directory, also where that \
      directory lies beside the configuration's own and has a name that begins with its name: refused, nothing changed. It lies \
      inside and is reached by an absolute path, by a path with `..` that stays inside, and through a link: stored.
      """)
}
