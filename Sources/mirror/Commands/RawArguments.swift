internal import CStartup

/// The words after the program's name, as they were typed: the argument parser hides a bare `--`.
enum RawArguments {
  /// - Returns: the words, or where the first one is that is no text.
  static func read() -> Result<[String], NotText> {
    var arguments: [String] = []
    while let bytes = mirror_argument(Int32(arguments.count + 1)) {
      guard let argument = String(validatingCString: bytes) else {
        return .failure(NotText(position: arguments.count + 1))
      }
      arguments.append(argument)
    }
    return .success(arguments)
  }

  /// An argument that is not valid UTF-8.
  struct NotText: Error {
    /// Counted from 1.
    let position: Int
  }

  /// The words after the first `--`; nil when there is none.
  static var afterTerminator: [String]? {
    guard let words = try? read().get(), let position = words.firstIndex(of: "--") else { return nil }
    return Array(words[(position + 1)...])
  }
}
