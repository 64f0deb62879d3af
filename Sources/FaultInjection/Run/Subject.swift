internal import Glibc
internal import SystemSupport

/// The command under test, found and ready to be started.
package struct Subject: Sendable {
  /// The command as the user gave it.
  package let command: [String]
  /// The executable's absolute path.
  package let executable: String
  /// What the subject is started with, the program's own name first.
  ///
  /// A case works in a directory of its own, so arguments that name a file by a relative path are made absolute.
  package let arguments: [String]
  /// How the command is written in a command that shows a finding again; empty for the embedded reference.
  package let shown: [String]

  /// Finds the command's executable: a path as it is, a bare name along PATH.
  ///
  /// - Throws: `SubjectError` when there is none or it may not be executed.
  package init(command: [String], shown: [String]? = nil) throws(SubjectError) {
    guard let name = command.first, !name.isEmpty else { throw .missing("", "no command was given") }
    self.command = command
    self.shown = shown ?? command
    let rest = command.dropFirst().map(Self.rooted)
    executable = try name.contains("/") ? Self.absolute(name) : Self.search(name)
    arguments = [name.contains("/") ? executable : name] + rest
    var status = stat()
    guard stat(executable, &status) == 0 else { throw .missing(name, errnoText(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .missing(name, "not a regular file") }
    guard access(executable, X_OK) == 0 else { throw .missing(name, errnoText(errno)) }
  }

  /// A path with a slash or an extension that leads to something, made absolute; anything else as it is.
  private static func rooted(_ argument: String) -> String {
    guard !argument.hasPrefix("-"), !argument.hasPrefix("/"),
      argument.contains("/") || argument.contains("."),
      FileSystem.exists(argument)
    else { return argument }
    return absolute(argument)
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&buffer, buffer.count) != nil else { return path }
    return text(ofCString: buffer) + "/" + path
  }

  private static func search(_ name: String) throws(SubjectError) -> String {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    for directory in path.split(separator: ":") {
      let candidate = absolute(directory + "/" + name)
      var status = stat()
      if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(candidate, X_OK) == 0 {
        return candidate
      }
    }
    throw .missing(name, "not found on PATH")
  }
}

/// A subject that cannot be started at all.
package struct SubjectError: Error, Sendable, CustomStringConvertible {
  package let description: String

  static func missing(_ name: String, _ reason: String) -> SubjectError {
    SubjectError(description: "cannot start \(name.isEmpty ? "the subject" : name): \(reason)")
  }
}
