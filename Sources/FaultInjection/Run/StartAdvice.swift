internal import Glibc
internal import SystemSupport

/// What stands behind a failure to start the subject, and what to do about it.
package enum StartAdvice {
  /// Words for a failure, or nothing where its cause says it all.
  ///
  /// - Parameters:
  ///   - path: the executable.
  ///   - operation: what was being done, such as `exec`.
  static func advice(path: String, operation: String, errno: Int32) -> String? {
    switch (operation, errno) {
    case ("open /dev/null", ENOENT), ("open /dev/null", EACCES), ("capture", ENOENT):
      "the suite needs /dev/null: make it (mknod -m 666 /dev/null c 1 3)"
    case (_, EMFILE):
      "this process may open \(limit(RLIMIT_NOFILE)) files: raise the limit (ulimit -n), or use fewer --jobs"
    case (_, ENFILE): "the machine has no more open files to give: see /proc/sys/fs/file-max"
    case ("fork", EAGAIN), ("supervise", EAGAIN):
      "no more processes: this user may have \(limit(__RLIMIT_NPROC)) (ulimit -u); raise the limit, or use fewer --jobs"
    case ("limit the size of files", _):
      "files may grow to \(limit(RLIMIT_FSIZE)) bytes (ulimit -Hf), and a run needs 1048576: raise the hard limit"
    case ("setrlimit", _): "a hard limit of this process is in the way: see ulimit -Ha"
    case ("exec", ENOENT), ("exec", EACCES), ("exec", ENOTDIR): interpreter(of: path)
    case ("exec", ENOEXEC):
      "it is neither a program for this machine nor a script with `#!` in its first line"
    default: nil
    }
  }

  /// The hard limit of a resource of this process, in words.
  private static func limit(_ resource: __rlimit_resource) -> String {
    var pair = rlimit()
    guard getrlimit(__rlimit_resource_t(resource.rawValue), &pair) == 0 else { return "an unknown number of" }
    let value = resource == RLIMIT_FSIZE ? pair.rlim_max : pair.rlim_cur
    return value == rlim_t.max ? "any number of" : "\(value)"
  }

  /// What is wrong with the interpreter that a script's first line names; nothing for other files.
  package static func interpreter(of path: String) -> String? {
    guard let start = FileSystem.read(path, limit: 256), start.starts(with: Array("#!".utf8)) else {
      // The file is there, so what is missing is the loader that it names.
      return FileSystem.exists(path) ? "its dynamic loader may be missing (see `file` and `ldd`)" : nil
    }
    let line = start.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
    if line.last == UInt8(ascii: "\r") {
      return
        "its first line ends with a carriage return (Windows line ends): convert the file, as with dos2unix"
    }
    let word = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let name = String(decoding: word, as: UTF8.self)
    return access(name, X_OK) == 0 ? nil : "the interpreter of its first line, \(name), is not there"
  }
}
