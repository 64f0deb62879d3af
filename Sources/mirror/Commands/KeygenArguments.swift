extension KeygenRequest {
  /// Reads the plain forms of the arguments.
  ///
  /// - Parameter arguments: those after `keygen`.
  init?(plain arguments: ArraySlice<String>) {
    self.init()
    var arguments = PlainArguments(arguments)
    while let option = arguments.next() {
      switch option {
      case "-o", "--output-dir":
        guard arguments.isFirst("directory"), let text = arguments.value() else { return nil }
        directory = text
      case "--backend":
        guard arguments.isFirst(option), let known = arguments.value().flatMap(Backend.init) else {
          return nil
        }
        backend = known
      case "--format":
        guard arguments.isFirst(option), let known = arguments.value().flatMap(Format.init) else {
          return nil
        }
        format = known
      case "-q", "--quiet":
        guard arguments.isFirst("quiet"), !arguments.hasValueLeft else { return nil }
        isQuiet = true
      default:
        return nil
      }
    }
  }
}
