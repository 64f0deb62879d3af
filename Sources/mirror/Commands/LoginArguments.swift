internal import MirrorLogin

extension LoginRequest {
  /// Reads the plain forms of the arguments.
  ///
  /// - Parameter arguments: those after `login`.
  init?(plain arguments: ArraySlice<String>) {
    self.init()
    var arguments = PlainArguments(arguments)
    while let option = arguments.next() {
      if option == "--host" {
        guard let host = arguments.value(takesHyphen: true) else { return nil }
        options.hosts.append(host)
        continue
      }
      let name = option == "-f" ? "--config" : option
      guard arguments.isFirst(name) else { return nil }
      switch name {
      case "--config":
        guard let path = arguments.value(takesHyphen: true) else { return nil }
        config = path
      case "--docker-config":
        guard let path = arguments.value(takesHyphen: true) else { return nil }
        dockerConfig = path
      case "--format":
        guard let known = arguments.value(takesHyphen: true).flatMap(Format.init) else { return nil }
        format = known
      case "--plaintext": options.isPlaintext = true
      case "--helper": options.entersHelper = true
      case "--dry-run": options.isDryRun = true
      case "--allow-loose-key": options.allowsLooseKey = true
      case "--no-envsubst": substitutesVariables = false
      default: return nil
      }
      guard !arguments.hasValueLeft else { return nil }
    }
    guard !(options.isPlaintext && options.entersHelper) else { return nil }
  }
}
