package import SystemPackage

/// A directory that this run made.
///
/// Not nested in a generic type, which would have to be put together at run time, at the price of a signature.
private struct CreatedDirectory {
  let parent: FileDescriptor
  let name: String
  let path: String
  /// Nothing until it could be opened.
  var descriptor: FileDescriptor?
}

/// The directory that the files go to, opened once; it is created with its parents when it is missing.
package struct OutputDirectory<Calls: FileSystemCalls>: ~Copyable {
  let calls: Calls
  let path: String
  /// The bits that the caller's umask would have taken from the owner of a created directory.
  let maskedOwnerBits: ModeBits
  /// The mode, less the umask, that the directory is created with; its parents get 0777.
  let mode: ModeBits

  package private(set) var descriptor = FileDescriptor.workingDirectory
  private var created: [CreatedDirectory] = []
  private var opened: [FileDescriptor] = []
  /// Whether the mask may have been applied, if only to some of the directories.
  private var mayBeMasked = false

  package init(calls: Calls, path: String, maskedOwnerBits: ModeBits, mode: ModeBits = 0o777) {
    self.calls = calls
    self.path = path
    self.maskedOwnerBits = maskedOwnerBits
    self.mode = mode
  }

  /// A path in the directory, as the user would write it.
  package func path(of name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  // MARK: Opening

  /// Opens the directory, or creates it like `mkdir -p`.
  package mutating func open() throws(KeyWriterError) {
    do {
      descriptor = try openDirectory(path, at: .workingDirectory, following: true)
      opened.append(descriptor)
    } catch .noSuchFileOrDirectory where !path.isEmpty {
      try create()
    } catch {
      throw KeyWriterError("open directory", path, .system(error))
    }
  }

  private mutating func create() throws(KeyWriterError) {
    var walked = path.hasPrefix("/") ? "/" : ""
    var parent = try enter(path.hasPrefix("/") ? "/" : ".", at: .workingDirectory, path: walked)
    let components = path.split(separator: "/")
    for (index, component) in components.enumerated() {
      let name = String(component)
      walked += walked.isEmpty || walked.hasSuffix("/") ? name : "/" + name
      if let existing = try openIfThere(name, at: parent, path: walked) {
        parent = existing
      } else if try make(
        name, at: parent, path: walked, mode: index == components.count - 1 ? mode : 0o777)
      {
        parent = try enterCreated()
      } else {
        // Another process has made it meanwhile; or it is a link that leads nowhere, and cannot be opened.
        parent = try enter(name, at: parent, path: walked)
      }
    }
    descriptor = parent
  }

  private mutating func openIfThere(
    _ name: String, at parent: FileDescriptor, path: String
  ) throws(KeyWriterError) -> FileDescriptor? {
    do {
      let found = try openDirectory(name, at: parent, following: true)
      opened.append(found)
      return found
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw KeyWriterError("open directory", path, .system(error))
    }
  }

  private mutating func enter(
    _ name: String, at parent: FileDescriptor, path: String
  ) throws(KeyWriterError) -> FileDescriptor {
    guard let found = try openIfThere(name, at: parent, path: path) else {
      throw KeyWriterError("open directory", path, .system(.noSuchFileOrDirectory))
    }
    return found
  }

  /// Makes a directory, and tells whether it was this run that made it.
  private mutating func make(
    _ name: String, at parent: FileDescriptor, path: String, mode: ModeBits
  ) throws(KeyWriterError) -> Bool {
    do {
      try calls.makeDirectory(name, at: parent, mode: mode)
      created.append(CreatedDirectory(parent: parent, name: name, path: path))
      return true
    } catch .fileExists {
      return false
    } catch {
      throw KeyWriterError("create directory", path, .system(error))
    }
  }

  private mutating func enterCreated() throws(KeyWriterError) -> FileDescriptor {
    let last = created.count - 1
    do {
      let child = try openDirectory(created[last].name, at: created[last].parent, following: false)
      opened.append(child)
      created[last].descriptor = child
      return child
    } catch {
      throw KeyWriterError("open directory", created[last].path, .system(error))
    }
  }

  /// Opens for reading, which flushing needs, and otherwise for entering only.
  private func openDirectory(
    _ path: String, at parent: FileDescriptor, following: Bool
  ) throws(Errno) -> FileDescriptor {
    do {
      return try calls.openDirectory(path, at: parent, readable: true, following: following)
    } catch .permissionDenied {
      return try calls.openDirectory(path, at: parent, readable: false, following: following)
    }
  }

  // MARK: Finishing

  /// Flushes the directory's entries, and those of the directories that were created.
  ///
  /// - Parameter flushFileSystem: does the same for the whole file system.
  package func flush(orElse flushFileSystem: () throws(Errno) -> Void) throws(KeyWriterError) {
    try attempt("flush directory", path) { () throws(Errno) in
      try flush(descriptor, orElse: flushFileSystem)
    }
    for directory in created {
      try attempt("flush the parent of directory", directory.path) { () throws(Errno) in
        try flush(directory.parent, orElse: flushFileSystem)
      }
    }
  }

  private func flush(
    _ directory: FileDescriptor, orElse flushFileSystem: () throws(Errno) -> Void
  ) throws(Errno) {
    do {
      try calls.flush(directory)
    } catch .invalidArgument, .badFileDescriptor {
      // The file system flushes no single directory, or this one could be opened for entering only.
      try flushFileSystem()
    }
  }

  /// Takes from the created directories the owner's bits that the caller's umask masks.
  ///
  /// They were needed up to now, to put anything into the directories.
  package mutating func applyMask() throws(KeyWriterError) {
    guard maskedOwnerBits != 0 else { return }
    mayBeMasked = true
    for directory in created {
      guard let descriptor = directory.descriptor else { continue }
      try attempt("set the mode of directory", directory.path) { () throws(Errno) in
        let mode = try calls.status(of: descriptor).mode
        try calls.changeMode(of: descriptor, to: mode & ~maskedOwnerBits)
      }
    }
  }

  // MARK: Undoing

  /// Gives the created directories their owner's bits back, without which nothing could be removed from them.
  ///
  /// What fails here shows in what cannot be removed.
  package mutating func liftMask() {
    guard mayBeMasked else { return }
    for directory in created {
      guard let descriptor = directory.descriptor else { continue }
      let mode = (try? calls.status(of: descriptor).mode) ?? 0
      do {
        try calls.changeMode(of: descriptor, to: mode | 0o700)
      } catch {
        // Once more: the cause may have passed.
        try? calls.changeMode(of: descriptor, to: mode | 0o700)
      }
    }
    mayBeMasked = false
  }

  /// Removes the directories that this run made, as far as they are empty and still at their place.
  package func removeCreated() -> [KeyWriterError.Leftover] {
    var leftovers: [KeyWriterError.Leftover] = []
    for directory in created.reversed() {
      do {
        try remove(directory)
      } catch .directoryNotEmpty, .fileExists {
        // Somebody else uses it now.
      } catch .noSuchFileOrDirectory, .notDirectory {
        // Somebody else has moved it away.
      } catch {
        leftovers.append(KeyWriterError.Leftover(path: directory.path, reason: error))
      }
    }
    return leftovers
  }

  private func remove(_ directory: CreatedDirectory) throws(Errno) {
    if let descriptor = directory.descriptor, let own = try? calls.status(of: descriptor),
      let there = try? calls.status(of: directory.name, at: directory.parent), own.identity != there.identity
    {
      return
    }
    do {
      try calls.removeDirectory(directory.name, at: directory.parent)
    } catch .directoryNotEmpty {
      throw .directoryNotEmpty
    } catch {
      // Once more: the cause may have passed.
      try calls.removeDirectory(directory.name, at: directory.parent)
    }
  }

  /// Closes every descriptor; directories hold no data that a failing close could lose.
  package func close() {
    for descriptor in opened.reversed() { try? calls.close(descriptor) }
  }
}
