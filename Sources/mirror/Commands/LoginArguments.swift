internal import MirrorLogin

extension LoginRequest {
  /// Reads the plain, documented forms of the arguments without the argument parser, which costs more than the login.
  ///
  /// Whatever is not recognised here, right or wrong, is left to the parser.
  ///
  /// - Parameter arguments: those after `login`.
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
        if let inlineValue { return inlineValue.isEmpty ? nil : inlineValue }
        // A lone hyphen is standard input.
        guard let next = rest.popFirst(), !next.isEmpty, next == "-" || !next.hasPrefix("-") else {
          return nil
        }
        return next
      }

      if option == "--host" {
        guard let host = value() else { return nil }
        options.hosts.append(host)
        continue
      }
      let name = option == "-f" ? "--config" : option
      guard !seen.contains(name) else { return nil }
      seen.append(name)
      switch name {
      case "--config":
        guard let path = value() else { return nil }
        config = path
      case "--docker-config":
        guard let path = value() else { return nil }
        dockerConfig = path
      case "--format":
        guard let known = value().flatMap(Format.init) else { return nil }
        format = known
      case "--plaintext": options.isPlaintext = true
      case "--helper": options.entersHelper = true
      case "--dry-run": options.isDryRun = true
      case "--allow-loose-key": options.allowsLooseKey = true
      case "--no-envsubst": substitutesVariables = false
      default: return nil
      }
      guard inlineValue == nil else { return nil }
    }
    guard !(options.isPlaintext && options.entersHelper) else { return nil }
  }
}
