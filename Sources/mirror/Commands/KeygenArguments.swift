extension KeygenRequest {
  /// Reads the plain, documented forms of the arguments without the argument parser.
  ///
  /// The parser costs more than everything else that `mirror keygen` does. Whatever is not recognised here, right
  /// or wrong, is left to it, so that there is one place for usage errors and help.
  ///
  /// - Parameter arguments: those after `keygen`.
  init?(plain arguments: ArraySlice<String>) {
    self.init()
    var rest = arguments
    var seen: [String] = []
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let isLong = argument.hasPrefix("--")
      var inlineValue = isLong && parts.count == 2 ? String(parts[1]) : nil
      let option = isLong ? String(parts[0]) : argument

      func value() -> String? {
        defer { inlineValue = nil }
        if let inlineValue { return inlineValue }
        guard let next = rest.popFirst(), !next.hasPrefix("-") else { return nil }
        return next
      }

      func isFirst(_ name: String) -> Bool {
        defer { seen.append(name) }
        return !seen.contains(name)
      }

      switch option {
      case "-o", "--output-dir":
        guard isFirst("directory"), let text = value(), !text.isEmpty else { return nil }
        directory = text
      case "--backend":
        guard isFirst(option), let known = value().flatMap(Backend.init) else { return nil }
        backend = known
      case "--format":
        guard isFirst(option), let known = value().flatMap(Format.init) else { return nil }
        format = known
      case "-q", "--quiet":
        guard isFirst("quiet"), inlineValue == nil else { return nil }
        isQuiet = true
      default:
        return nil
      }
    }
  }
}
