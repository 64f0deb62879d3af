extension Catalog {
  static let cli1 = Requirement(
    .cli1, .must, .documented,
    statement: """
      `-o DIR`, `--output-dir DIR` and `--output-dir=DIR` choose the directory; the default is `.`
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let cli2 = Requirement(
    .cli2, .must, .documented,
    statement: """
      exit status 0 on success, non-zero on any refusal or failure
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let cli3 = Requirement(
    .cli3, .must, .documented,
    statement: """
      on success stdout is exactly the two lines `✔ private key set written to: PATH` and `✔ public key set written to: PATH`, in this order, where PATH resolves from the working directory to the file
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let cli4 = Requirement(
    .cli4, .must, .documented,
    statement: """
      a refusal or failure is explained on stderr, and no success line is printed for a file that is not there
      """,
    sources: [],
    rationale: "",
    checked: "")

  static let cli5 = Requirement(
    .cli5, .must, .documented,
    statement: """
      an unknown flag or a positional argument is refused, with nothing written
      """,
    sources: [],
    rationale: "",
    checked: "")
}
