package import FaultInjection
package import SpecHarness

/// What is particular about one run of a case; everything else is as a user would have it.
package struct Setting: Sendable {
  /// The output directory of most cases, relative to the sandbox's root.
  package static let directory = "work/keys"

  /// The output directory, relative to the sandbox's root.
  package var directory = Self.directory
  /// How the directory is given, when not as the path from the working directory.
  package var directoryArgument: String?
  /// The form, when it matters.
  package var form: InvocationForm?
  /// Arguments before and after those that choose the directory.
  package var leading: [String] = []
  package var trailing: [String] = []
  package var umask: UInt32 = 0o022
  package var fileSizeLimit: Int64?
  package var openFilesLimit: Int64?
  package var obeysPermissions = false

  package init() {}

  /// Makes a setting with one thing changed.
  package init(_ change: (inout Setting) -> Void) {
    self.init()
    change(&self)
  }

  /// How the subject is called so.
  package func invocation(in sandbox: Sandbox, _ baseline: KeygenBaseline) -> Invocation {
    let form = form ?? baseline.form
    let target = sandbox.path(directory)
    let below = sandbox.work + "/"
    let relative = target.hasPrefix(below) ? String(target.dropFirst(below.count)) : target
    var invocation = Invocation(directory: directory)
    invocation.arguments =
      leading + form.arguments(directory: directoryArgument ?? relative) + trailing
    invocation.workingDirectory = form == .defaultDirectory ? target : nil
    invocation.files = KeyFile.allCases.map {
      WatchedFile($0.label, at: "\(target)/\($0.name)", .writtenAnew)
    }
    invocation.umask = umask
    invocation.fileSizeLimit = fileSizeLimit
    invocation.openFilesLimit = openFilesLimit
    invocation.obeysPermissions = obeysPermissions
    return invocation
  }
}
