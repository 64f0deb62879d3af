internal import SystemSupport

extension SuiteOptions {
  /// A command that runs one case again and keeps its sandbox, in words that a shell takes as they are.
  ///
  /// - Parameter name: of the case.
  package func reproduction(of name: String) -> [String] {
    var words = [program, "conform"] + suiteWords + ["--profile", profile.rawValue, "--seed", "\(seed)"]
    // Without it, the case may not exist.
    if faults != .auto { words += ["--faults", faults.rawValue] }
    if timeout != Self.defaultTimeout { words += ["--timeout", "\(timeout)"] }
    words += ["--case", name, "--keep", "./mirror-kept"]
    if !isEmbeddedReference { words += ["--"] + command }
    return words.map(shellQuoted)
  }

  /// The same for any case: `'CASE'` stands for its name, quoted because most names hold blanks.
  var reproductionTemplate: [String] {
    reproduction(of: "CASE").map { $0 == "CASE" ? "'CASE'" : $0 }
  }
}
