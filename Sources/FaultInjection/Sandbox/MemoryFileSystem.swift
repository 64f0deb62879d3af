internal import CLaunch

/// A file system in memory under a directory, for what is to be small, full or limited.
package enum MemoryFileSystem {
  /// Mounts one.
  ///
  /// - Parameter options: as mount(8) takes them, such as `size=256k`.
  /// - Returns: 0, or an errno.
  package static func mount(at directory: String, options: String) -> Int32 {
    mirror_mount_tmpfs(directory, options)
  }

  /// Gives one room in plenty.
  package static func grow(at directory: String) { _ = mirror_grow_tmpfs(directory) }

  /// Takes one away with all that it holds.
  package static func unmount(_ directory: String) { _ = mirror_unmount(directory) }
}
