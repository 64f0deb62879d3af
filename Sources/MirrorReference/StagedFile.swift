package import SystemPackage

/// How a file exists before it has its name.
package enum Staging {
  /// Without any name (`O_TMPFILE`): whatever ends the run, the kernel removes it.
  case unnamed
  /// Under a temporary name, for file systems that know no unnamed files. Even so a killed run leaves no private
  /// key alone: the public file is complete before the private one is begun, and renamed before it.
  case temporaryName
}

/// A name in the directory that may be this file's own.
private struct OwnName {
  let name: String
  /// What the call that was to give the name said.
  var report: Report
}

private enum Report {
  case given
  case taken
  case failed
}

/// One of the two files on its way: open, and at first without its name.
package struct StagedFile<Calls: FileSystemCalls>: ~Copyable {
  private let calls: Calls
  private let name: String
  private let path: String
  private let mode: ModeBits

  private var directory = FileDescriptor.workingDirectory
  private var staging = Staging.unnamed
  /// The open file, until it is closed.
  package private(set) var descriptor: FileDescriptor?
  private var identity: FileIdentity?
  // Not an array: its type would have to be put together at run time, at the price of a signature.
  private var temporaryName: OwnName?
  private var finalName: OwnName?

  /// - Parameters:
  ///   - name: the one it gets once it is complete.
  ///   - path: that name as the user would write it.
  package init(calls: Calls, name: String, path: String, mode: ModeBits) {
    self.calls = calls
    self.name = name
    self.path = path
    self.mode = mode
  }

  // MARK: Making

  /// Creates the file with its final mode, still empty.
  package mutating func create(in directory: FileDescriptor, staging: Staging) throws(KeyWriterError) {
    self.directory = directory
    self.staging = staging
    let descriptor =
      switch staging {
      case .unnamed: try openUnnamed()
      case .temporaryName: try openTemporary()
      }
    self.descriptor = descriptor
    // The umask may have taken bits. Nothing secret is in the file yet.
    try attempt("set the mode of", path) { () throws(Errno) in
      try calls.changeMode(of: descriptor, to: mode)
    }
    let status = try attempt("examine", path) { () throws(Errno) in try calls.status(of: descriptor) }
    identity = status.identity
    guard status.mode == mode else { throw KeyWriterError("create", path, .mode(status.mode)) }
  }

  private func openUnnamed() throws(KeyWriterError) -> FileDescriptor {
    do {
      return try calls.openUnnamed(at: directory, mode: mode)
    } catch {
      // The latter three are what kernels and file systems say that have never heard of such files.
      throw failure(
        error, unsupported: [.notSupported, .isDirectory, .noSuchFileOrDirectory, .invalidArgument])
    }
  }

  private mutating func openTemporary() throws(KeyWriterError) -> FileDescriptor {
    var attempts = 0
    while true {
      attempts += 1
      let suffix = try attempt("name", path) { () throws(Errno) in try calls.randomSuffix() }
      let temporary = ".\(name).\(suffix)"
      do {
        let descriptor = try calls.openExclusive(temporary, at: directory, mode: mode)
        temporaryName = OwnName(name: temporary, report: .given)
        return descriptor
      } catch .fileExists where attempts < 8 {
        continue
      } catch {
        throw KeyWriterError("create", path, .system(error))
      }
    }
  }

  /// Writes the contents and flushes them to stable storage.
  package func write(_ contents: UnsafeRawBufferPointer) throws(KeyWriterError) {
    guard let descriptor else { return }
    var rest = contents
    while !rest.isEmpty {
      let count = try attempt("write", path) { () throws(Errno) in
        try writeOnce(rest, to: descriptor)
      }
      guard count > 0 else { throw KeyWriterError("write", path, .wroteNothing) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
    try attempt("flush", path) { () throws(Errno) in try calls.flush(descriptor) }
  }

  /// Writes some of the bytes, also when a signal gets in the way a few times.
  private func writeOnce(
    _ bytes: UnsafeRawBufferPointer, to descriptor: FileDescriptor
  ) throws(Errno) -> Int {
    for _ in 0..<16 {
      do throws(Errno) {
        return try calls.write(bytes, to: descriptor)
      } catch {
        guard error == .interrupted else { throw error }
      }
    }
    throw .interrupted
  }

  // MARK: Naming

  /// Gives the complete file its name, by a call that cannot overwrite.
  mutating func publish() throws(KeyWriterError) {
    // Noted before the call: one that reports a failure may have given the name all the same.
    finalName = OwnName(name: name, report: .failed)
    do {
      switch staging {
      case .unnamed: try link(as: name)
      case .temporaryName: try rename()
      }
      finalName?.report = .given
    } catch {
      if error.cause == .exists { finalName?.report = .taken }
      throw error
    }
  }

  /// Puts the complete file in the place of whatever has its name, by one rename.
  ///
  /// The file is closed before, because an error of the close may mean that its contents were lost.
  package mutating func replace() throws(KeyWriterError) {
    if case .unnamed = staging { try linkTemporary() }
    try close()
    guard let temporary = temporaryName?.name else { return }
    try attempt("replace", path) { () throws(Errno) in
      try calls.rename(temporary, at: directory, to: name)
    }
    temporaryName = nil
  }

  private mutating func linkTemporary() throws(KeyWriterError) {
    var attempts = 0
    while true {
      attempts += 1
      let suffix = try attempt("name", path) { () throws(Errno) in try calls.randomSuffix() }
      let temporary = ".\(name).\(suffix)"
      temporaryName = OwnName(name: temporary, report: .failed)
      do {
        try link(as: temporary)
        temporaryName?.report = .given
        return
      } catch {
        if error.cause == .exists {
          temporaryName?.report = .taken
          if attempts < 8 { continue }
        }
        throw error
      }
    }
  }

  private func link(as name: String) throws(KeyWriterError) {
    guard let descriptor else { return }
    do {
      try calls.linkThroughProc(descriptor, at: directory, as: name)
    } catch .fileExists {
      throw KeyWriterError("create", path, .exists)
    } catch .noSuchFileOrDirectory {
      // No /proc here.
      do {
        try calls.linkDescriptor(descriptor, at: directory, as: name)
      } catch {
        throw failure(error, unsupported: Self.noSuchLink)
      }
    } catch {
      throw failure(error, unsupported: Self.noSuchLink)
    }
  }

  private static var noSuchLink: [Errno] {
    [.noSuchFileOrDirectory, .improperLink, .notSupported, .invalidArgument, .noFunction, .notPermitted]
  }

  private func rename() throws(KeyWriterError) {
    guard let temporary = temporaryName?.name else { return }
    do {
      try calls.renameExclusively(temporary, at: directory, to: name)
    } catch .invalidArgument, .noFunction, .notSupported {
      try attempt("create", path) { () throws(Errno) in
        try calls.link(temporary, at: directory, as: name)
      }
      try attempt("remove the temporary name of", path) { () throws(Errno) in
        try calls.unlink(temporary, at: directory)
      }
    } catch {
      throw failure(error, unsupported: [])
    }
  }

  private func failure(_ errno: Errno, unsupported: [Errno]) -> KeyWriterError {
    var error = KeyWriterError("create", path, errno == .fileExists ? .exists : .system(errno))
    error.isUnsupportedWay = unsupported.contains(errno)
    return error
  }

  // MARK: Ending

  /// Flushes the file system that the file is on.
  package func flushFileSystem() throws(Errno) {
    if let descriptor { try calls.flushFileSystem(of: descriptor) }
  }

  /// Closes the file; an error may mean that its contents were lost.
  package mutating func close() throws(KeyWriterError) {
    guard let descriptor else { return }
    // The kernel frees the descriptor even when it reports an error.
    self.descriptor = nil
    try attempt("close", path) { () throws(Errno) in try calls.close(descriptor) }
  }

  /// Removes every name of the file, then closes it.
  package mutating func discard() -> [KeyWriterError.Leftover] {
    var leftovers: [KeyWriterError.Leftover] = []
    for own in [finalName, temporaryName] {
      guard let own else { continue }
      do {
        try remove(own)
      } catch .noSuchFileOrDirectory {
        // Never there, or renamed, or removed by somebody else.
      } catch {
        leftovers.append(KeyWriterError.Leftover(path: path.dropLast(name.count) + own.name, reason: error))
      }
    }
    finalName = nil
    temporaryName = nil
    identity = nil
    if let descriptor {
      // At least nothing secret stays under a name that cannot be removed.
      if !leftovers.isEmpty { try? calls.truncate(descriptor) }
      self.descriptor = nil
      try? calls.close(descriptor)
    }
    return leftovers
  }

  private func remove(_ own: OwnName) throws(Errno) {
    guard try isOurs(own) else { return }
    do {
      try calls.unlink(own.name, at: directory)
    } catch {
      // Once more: the cause may have passed.
      if error != .noSuchFileOrDirectory { try calls.unlink(own.name, at: directory) }
    }
  }

  /// Whether the name still stands for this file, and not for one that somebody has put there.
  ///
  /// - Throws: when that cannot be found out, and the name may well be this file's.
  private func isOurs(_ own: OwnName) throws(Errno) -> Bool {
    guard let identity else { return own.report == .given }
    do {
      return try statusOnceMore(of: own.name).identity == identity
    } catch {
      switch own.report {
      case .given: return true
      case .taken: return false
      case .failed: throw error
      }
    }
  }

  private func statusOnceMore(of name: String) throws(Errno) -> FileStatus {
    do {
      return try calls.status(of: name, at: directory)
    } catch {
      if error == .noSuchFileOrDirectory { throw error }
      return try calls.status(of: name, at: directory)
    }
  }
}
