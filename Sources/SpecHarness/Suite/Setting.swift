/// What is particular about one run of a case; everything else is as a user would have it.
package struct Setting: Sendable {
  /// The output directory, relative to the sandbox's root.
  package var directory = "work/keys"
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
}
