internal import SystemPackage

/// Writes both files or neither.
///
/// Each file is completed and flushed before it gets its name; names are given by calls that cannot overwrite,
/// the public one first, so that a run killed in between leaves no private key alone. Any failure undoes what
/// this run made, and nothing else.
struct PairTransaction<Calls: FileSystemCalls>: ~Copyable {
  private let calls: Calls
  private var directory: OutputDirectory<Calls>
  private var publicFile: StagedFile<Calls>
  private var privateFile: StagedFile<Calls>

  init(calls: Calls, path: String, maskedOwnerBits: ModeBits) {
    self.calls = calls
    directory = OutputDirectory(calls: calls, path: path, maskedOwnerBits: maskedOwnerBits)
    publicFile = StagedFile(
      calls: calls, name: KeyFileName.publicSet, path: directory.path(of: KeyFileName.publicSet), mode: 0o644)
    privateFile = StagedFile(
      calls: calls, name: KeyFileName.privateSet, path: directory.path(of: KeyFileName.privateSet),
      mode: 0o600)
  }

  /// Runs to success, or throws after undoing everything.
  mutating func run(
    privateSet: borrowing SecretBytes, publicSet: [UInt8]
  ) throws(KeyWriterError) {
    do {
      try directory.open()
      try refuseExisting(KeyFileName.privateSet)
      try refuseExisting(KeyFileName.publicSet)
      try writeFiles(privateSet, publicSet)
      try directory.flush { () throws(Errno) in try publicFile.flushFileSystem() }
      try publicFile.close()
      try privateFile.close()
      try refuseSignals()
      // The last that can fail: without the owner's bits there is no undoing.
      try directory.applyMask()
    } catch {
      var failure = error
      directory.liftMask()
      failure.leftovers += discardFiles() + directory.removeCreated()
      directory.close()
      throw failure
    }
    directory.close()
  }

  /// A path in the directory, as the user would write it.
  func path(of name: String) -> String { directory.path(of: name) }

  private func refuseExisting(_ name: String) throws(KeyWriterError) {
    let path = directory.path(of: name)
    do {
      _ = try calls.status(of: name, at: directory.descriptor)
    } catch .noSuchFileOrDirectory {
      return
    } catch {
      throw KeyWriterError("examine", path, .system(error))
    }
    throw KeyWriterError("create", path, .exists)
  }

  private mutating func writeFiles(
    _ privateSet: borrowing SecretBytes, _ publicSet: [UInt8]
  ) throws(KeyWriterError) {
    do {
      try writeFiles(privateSet, publicSet, staging: .unnamed)
    } catch  where error.isUnsupportedWay {
      // The other way is open only when nothing of this one is left.
      let leftovers = discardFiles()
      guard leftovers.isEmpty else {
        var failure = error
        failure.leftovers = leftovers
        throw failure
      }
      try writeFiles(privateSet, publicSet, staging: .temporaryName)
    }
  }

  private mutating func writeFiles(
    _ privateSet: borrowing SecretBytes, _ publicSet: [UInt8], staging: Staging
  ) throws(KeyWriterError) {
    try publicFile.create(in: directory.descriptor, staging: staging)
    try publicSet.withUnsafeBufferPointer { (bytes) throws(KeyWriterError) in
      try publicFile.write(UnsafeRawBufferPointer(bytes))
    }
    try privateFile.create(in: directory.descriptor, staging: staging)
    try privateSet.withUnsafeBytes { (bytes) throws(KeyWriterError) in try privateFile.write(bytes) }
    try refuseSignals()
    try publicFile.publish()
    try privateFile.publish()
  }

  private func refuseSignals() throws(KeyWriterError) {
    guard let signal = calls.pendingSignal() else { return }
    throw KeyWriterError("create", directory.path(of: KeyFileName.privateSet), .interrupted(signal: signal))
  }

  /// Removes the files, the private one first.
  private mutating func discardFiles() -> [KeyWriterError.Leftover] {
    privateFile.discard() + publicFile.discard()
  }
}

/// The names of the two files.
enum KeyFileName {
  static let privateSet = "privkey.json"
  static let publicSet = "pubkey.json"
}
