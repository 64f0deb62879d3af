extension Catalog {
  static let file1 = Requirement(
    .file1, .must, .documented,
    statement: """
      success leaves exactly two new regular files, `privkey.json` and `pubkey.json`, and nothing else anywhere
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let file2 = Requirement(
    .file2, .must, .documented,
    statement: """
      `privkey.json` has mode 0600 under the umasks 000, 022, 027 and 077
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let file3 = Requirement(
    .file3, .must, .documented,
    statement: """
      `pubkey.json` has mode 0644 under the umasks 000 and 022
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let file4 = Requirement(
    .file4, .must, .hardened,
    statement: """
      both modes are exact under any umask, also one that masks the owner's bits
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let file5 = Requirement(
    .file5, .must, .hardened,
    statement: """
      the private value is at no instant in a file with a mode looser than 0600
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let file6 = Requirement(
    .file6, .should, .hardened,
    statement: """
      both files and their directory entry are flushed to stable storage before success is reported
      """,
    sources: [],
    rationale: "",
    checked: "")
}
