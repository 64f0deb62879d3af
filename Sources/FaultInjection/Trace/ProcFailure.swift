internal import CLaunch

/// Why what /proc says cannot be believed here.
struct ProcFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// Finds out whether /proc is there and is that of this process.
  static func check() throws(ProcFailure) {
    guard mirror_proc_is_mounted() != 0 else {
      throw ProcFailure(
        "/proc is not mounted, or something else is mounted over it: mount it (mount -t proc proc /proc)")
    }
    guard mirror_proc_is_own() != 0 else {
      throw ProcFailure(
        "/proc belongs to another pid namespace: mount the one of this namespace (mount -t proc proc /proc)")
    }
  }
}
