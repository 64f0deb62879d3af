package import FaultInjection

/// How the subject is called once, and which files the call is about.
package struct Invocation: Sendable {
  /// What follows the subject's own command.
  package var arguments: [String] = []
  /// Words such as `{host}` in the subject's own arguments, and what stands for them in this call.
  package var replacements: [String: String] = [:]
  /// The directory that the run is about, relative to the sandbox's root.
  package var directory: String
  /// The files that the run is about.
  package var files: [WatchedFile] = []
  /// The working directory, absolute; none is the sandbox's own.
  package var workingDirectory: String?
  /// Further variables of the environment, as `NAME=value`; they come before the sandbox's own of the same name.
  package var environment: [String] = []
  /// What stands on standard input; none is /dev/null.
  package var input: [UInt8]?
  package var umask: UInt32 = 0o022
  /// RLIMIT_FSIZE in bytes.
  package var fileSizeLimit: Int64?
  /// RLIMIT_NOFILE.
  package var openFilesLimit: Int64?
  /// Whether root, too, is bound by file permissions.
  package var obeysPermissions = false

  /// - Parameter directory: the directory that the run is about, relative to the sandbox's root.
  package init(directory: String) { self.directory = directory }
}

extension Invocation {
  /// How a subject is started for this call.
  ///
  /// - Parameters:
  ///   - deadline: in seconds.
  ///   - strayGrace: for how many seconds what the subject started may outlive it.
  func launch(_ subject: Subject, in sandbox: Sandbox, deadline: Double, strayGrace: Double) -> Launch {
    let names = Set(environment.map { $0.prefix { $0 != "=" } })
    let inherited = sandbox.environment.filter { !names.contains($0.prefix { $0 != "=" }) }
    var launch = Launch(
      executable: subject.executable, arguments: subject.arguments.map(replaced) + arguments,
      environment: inherited + environment, directory: workingDirectory ?? sandbox.work)
    launch.umask = umask
    launch.input = input
    launch.witnessed = files.filter { $0.access != .read }.map(\.path)
    launch.fileSizeLimit = fileSizeLimit
    launch.openFilesLimit = openFilesLimit
    launch.obeysPermissions = obeysPermissions
    launch.deadline = deadline
    launch.strayGrace = strayGrace
    return launch
  }

  /// A word of the subject's own command with what stands for its placeholders.
  private func replaced(_ word: String) -> String {
    replacements.reduce(word) { $0.replacing($1.key, with: $1.value) }
  }
}
