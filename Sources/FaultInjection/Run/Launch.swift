package import CLaunch
internal import Glibc

/// Everything that decides how the subject is started once.
package struct Launch: Sendable {
  /// The executable, absolute or relative to `directory`.
  package var executable: String
  /// The arguments, the program's own name first.
  package var arguments: [String]
  /// The whole environment, as `NAME=value`.
  package var environment: [String]
  /// The working directory.
  package var directory: String
  /// The file mode creation mask.
  package var umask: UInt32 = 0o022
  /// RLIMIT_FSIZE in bytes, with SIGXFSZ ignored; none means a generous limit.
  package var fileSizeLimit: Int64?
  /// RLIMIT_NOFILE; none means as inherited.
  package var openFilesLimit: Int64?
  /// Whether root, too, is bound by file permissions.
  package var obeysPermissions = false
  /// After how many seconds the subject and all it started are ended.
  package var deadline: Double = 10
  /// Absolute paths of two files at most that are looked at when the subject's own process ends.
  package var witnessed: [String] = []
  /// For how many seconds what the subject started may outlive it without being a stray: helpers of a shell may end a
  /// moment after the shell does.
  package var strayGrace = 3.0
  /// How many bytes of each output stream are kept.
  package var outputLimit = 1 << 20

  package init(executable: String, arguments: [String], environment: [String], directory: String) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// Lends this launch in the shape that the C side takes.
  ///
  /// - Parameters:
  ///   - input: becomes the subject's standard input; `output` and `error` likewise.
  ///   - gate: when given, the subject starts only once this is open.
  package func withCLaunch<Result>(
    input: Int32 = -1, output: Int32 = -1, error: Int32 = -1, gate: Gate? = nil,
    _ body: (UnsafePointer<mirror_launch>) -> Result
  ) -> Result {
    let witnessed = witnessed.prefix(Int(MIRROR_WITNESSED)).map { strdup($0) }
    defer { for path in witnessed { free(path) } }
    return withCStrings(arguments) { arguments in
      withCStrings(environment) { environment in
        executable.withCString { path in
          directory.withCString { directory in
            var launch = mirror_launch(
              path: path, arguments: arguments, environment: environment, directory: directory,
              input: input, output: output, error: error, umask: umask,
              file_size_limit: fileSizeLimit ?? -1, open_files_limit: openFilesLimit ?? -1,
              obey_permissions: obeysPermissions ? 1 : 0, gate: gate?.entrance ?? -1,
              arrival: gate?.arrival ?? -1,
              witnessed: (
                witnessed.first.flatMap { UnsafePointer($0) },
                witnessed.dropFirst().first.flatMap { UnsafePointer($0) }
              ), stray_grace: Int64(strayGrace * 1e9))
            return body(&launch)
          }
        }
      }
    }
  }
}

/// Lends strings as a NULL-terminated array of C strings.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = strings.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the array ends with a null pointer") }
    return body(base)
  }
}
