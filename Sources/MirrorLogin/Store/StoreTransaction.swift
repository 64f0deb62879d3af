internal import Glibc
internal import MirrorReference
internal import SystemPackage

/// Replaces `config.json` by a new one with more in it, or leaves everything as it was.
///
/// The directory that holds the file is locked meanwhile (`flock`): a lock that ends with its process and leaves no file.
/// The new file is complete, flushed and closed before one rename puts it in the place of the old one.
struct StoreTransaction<Calls: StoreCalls>: ~Copyable {
  /// How long another run may hold the lock, in milliseconds.
  private static var patience: Int64 { 30_000 }
  /// How often other programs may get in the way.
  private static var mostAttempts: Int { 8 }

  private let calls: Calls
  private let path: String
  private let directoryPath: String
  private let maskedOwnerBits: ModeBits

  init(calls: Calls, directoryPath: String, path: String, maskedOwnerBits: ModeBits) {
    self.calls = calls
    self.path = path
    self.directoryPath = directoryPath
    self.maskedOwnerBits = maskedOwnerBits
  }

  /// What an attempt came to.
  private enum Outcome {
    case stored
    /// The directory or the file was replaced by somebody else; nothing is stored.
    case overtaken
  }

  mutating func run(_ entries: [CredentialEntry]) throws(LoginError) {
    for _ in 0..<Self.mostAttempts {
      if case .stored = try attemptOnce(entries) { return }
    }
    throw LoginError("cannot replace \(path): another program keeps changing it; try again")
  }

  private func attemptOnce(_ entries: [CredentialEntry]) throws(LoginError) -> Outcome {
    var directory = OutputDirectory(
      calls: calls, path: directoryPath, maskedOwnerBits: maskedOwnerBits, mode: 0o700)
    do throws(LoginError) {
      do throws(KeyWriterError) { try directory.open() } catch { throw LoginError(error) }
      let outcome = try run(entries, in: &directory)
      directory.close()
      return outcome
    } catch {
      directory.liftMask()
      let leftovers = directory.removeCreated()
      directory.close()
      throw LoginError(error.description + Self.text(leftovers), kind: error.kind)
    }
  }

  private static func text(_ leftovers: [KeyWriterError.Leftover]) -> String {
    leftovers.map { "; cannot make sure that \($0.path) is gone: \($0.reason)" }.joined()
  }

  private func run(
    _ entries: [CredentialEntry], in directory: inout OutputDirectory<Calls>
  ) throws(LoginError) -> Outcome {
    let location = try StoreLocation.find(
      DockerConfigStore.fileName, in: directory.descriptor, directoryPath, calls: calls)
    defer { if location.directory != directory.descriptor { try? calls.close(location.directory) } }
    try lock(location)
    guard try isStillThere(location) else { return .overtaken }
    let old = try StoredFile.open(location.name, in: location.directory, path: path, calls: calls)
    let new = try edited(old, entries)
    return try replace(location, in: &directory, old: Self.details(of: old), by: new)
  }

  private static func details(of file: borrowing StoredFile?) -> FileDetails? {
    switch file {
    case .some(let file): file.details
    case .none: nil
    }
  }

  private func edited(
    _ old: borrowing StoredFile?, _ entries: [CredentialEntry]
  ) throws(LoginError) -> SecretBuffer {
    switch old {
    case .some(let file):
      try file.withUnsafeBytes { (bytes) throws(LoginError) in
        try DockerConfigEditor.edit(bytes, setting: entries, path: path)
      }
    case .none:
      try DockerConfigEditor.edit(
        UnsafeRawBufferPointer(start: nil, count: 0), setting: entries, path: path)
    }
  }

  // MARK: The lock

  private func lock(_ location: StoreLocation) throws(LoginError) {
    let deadline = calls.clock() + Self.patience
    var wait = 1
    var interruptions = 0
    while true {
      do {
        if try calls.tryLock(location.directory) { return }
      } catch {
        interruptions += 1
        guard error == .interrupted, interruptions < 16 else {
          throw LoginError("cannot lock directory \(location.directoryPath): \(error)")
        }
      }
      if let failure = pendingSignal() { throw failure }
      guard calls.clock() < deadline else {
        throw LoginError(
          "cannot lock directory \(location.directoryPath): another login has held it for "
            + "\(Self.patience / 1_000) seconds; try again")
      }
      calls.pause(milliseconds: wait)
      wait = min(wait * 2, 16)
    }
  }

  /// Whether the path leads where it led before the lock was waited for.
  private func isStillThere(_ location: StoreLocation) throws(LoginError) -> Bool {
    let opened: FileDescriptor
    do {
      opened = try calls.openDirectory(directoryPath, at: .workingDirectory, readable: false, following: true)
    } catch .noSuchFileOrDirectory {
      // A run that failed has taken its new directory away.
      return false
    } catch {
      throw LoginError("cannot open directory \(directoryPath): \(error)")
    }
    defer { try? calls.close(opened) }
    let now = try StoreLocation.find(DockerConfigStore.fileName, in: opened, directoryPath, calls: calls)
    defer { if now.directory != opened { try? calls.close(now.directory) } }
    return now.identity == location.identity && now.name == location.name
  }

  // MARK: The new file

  /// A failure, and whether another way of making the file may work.
  private struct WriteFailure: Error {
    var failure: LoginError
    var isUnsupportedWay = false

    init(_ failure: LoginError) { self.failure = failure }

    init(_ error: KeyWriterError) {
      failure = LoginError(error)
      isUnsupportedWay = error.isUnsupportedWay
    }
  }

  private func replace(
    _ location: StoreLocation, in directory: inout OutputDirectory<Calls>, old: FileDetails?,
    by new: borrowing SecretBuffer
  ) throws(LoginError) -> Outcome {
    let isReplaced: Bool
    do throws(WriteFailure) {
      isReplaced = try replaceFile(location, old: old, by: new)
    } catch {
      throw error.failure
    }
    guard isReplaced else { return .overtaken }
    try flush(location, &directory)
    return .stored
  }

  private func replaceFile(
    _ location: StoreLocation, old: FileDetails?, by new: borrowing SecretBuffer
  ) throws(WriteFailure) -> Bool {
    do {
      return try replaceFile(location, old: old, by: new, staging: .unnamed)
    } catch {
      guard error.isUnsupportedWay else { throw error }
      return try replaceFile(location, old: old, by: new, staging: .temporaryName)
    }
  }

  /// Makes the new file and puts it in the place of the old one.
  ///
  /// - Returns: false when somebody else has changed the old one meanwhile; nothing is stored then.
  private func replaceFile(
    _ location: StoreLocation, old: FileDetails?, by new: borrowing SecretBuffer, staging: Staging
  ) throws(WriteFailure) -> Bool {
    // Never looser than 0600, nor than the file that is there.
    let mode = (old?.mode ?? 0o600) & 0o600
    var file = StagedFile(calls: calls, name: location.name, path: path, mode: mode)
    var failure: WriteFailure?
    do throws(WriteFailure) {
      try fill(&file, with: new, in: location.directory, like: old, staging: staging)
      if try isUnchanged(location, since: old) {
        try refuseSignals()
        do throws(KeyWriterError) { try file.replace() } catch { throw WriteFailure(error) }
        return true
      }
    } catch {
      failure = error
    }
    let leftovers = file.discard()
    guard failure != nil || !leftovers.isEmpty else { return false }
    var told = failure ?? WriteFailure(LoginError("cannot replace \(path): another program changes it"))
    told.failure = LoginError(told.failure.description + Self.text(leftovers))
    // The other way is open only when nothing of this one is left.
    told.isUnsupportedWay = told.isUnsupportedWay && leftovers.isEmpty
    throw told
  }

  private func fill(
    _ file: inout StagedFile<Calls>, with new: borrowing SecretBuffer, in directory: FileDescriptor,
    like old: FileDetails?, staging: Staging
  ) throws(WriteFailure) {
    do throws(KeyWriterError) { try file.create(in: directory, staging: staging) } catch {
      throw WriteFailure(error)
    }
    if let old { try keepOwner(of: old, file.descriptor) }
    do throws(KeyWriterError) {
      try new.withUnsafeBytes { (bytes) throws(KeyWriterError) in try file.write(bytes) }
    } catch {
      throw WriteFailure(error)
    }
  }

  /// Gives the new file to the owner of the old one: root may be at work for somebody else.
  private func keepOwner(of old: FileDetails, _ descriptor: FileDescriptor?) throws(WriteFailure) {
    guard let descriptor else { return }
    do throws(LoginError) {
      let new = try attempt("examine", path) { () throws(Errno) in
        try calls.details(of: descriptor)
      }
      guard new.user != old.user else { return }
      try attempt("give to its owner, the user \(old.user),", path) { () throws(Errno) in
        try calls.changeOwner(of: descriptor, user: old.user, group: old.group)
      }
    } catch {
      throw WriteFailure(error)
    }
  }

  private func isUnchanged(
    _ location: StoreLocation, since old: FileDetails?
  ) throws(WriteFailure) -> Bool {
    let now: FileDetails?
    do {
      now = try calls.details(of: location.name, at: location.directory)
    } catch .noSuchFileOrDirectory {
      now = nil
    } catch {
      throw WriteFailure(LoginError("cannot examine \(path): \(error)"))
    }
    guard let old, let now else { return old == nil && now == nil }
    return now.isUnchanged(from: old)
  }

  private func refuseSignals() throws(WriteFailure) {
    if let failure = pendingSignal() { throw WriteFailure(failure) }
  }

  private func pendingSignal() -> LoginError? {
    guard let signal = calls.pendingSignal() else { return nil }
    return LoginError(
      "cannot replace \(path): interrupted by signal \(signal) (\(String(cString: strsignal(signal))))")
  }

  // MARK: Stable storage

  private func flush(
    _ location: StoreLocation, _ directory: inout OutputDirectory<Calls>
  ) throws(LoginError) {
    if location.directory != directory.descriptor {
      try attempt("flush directory", location.directoryPath) { () throws(Errno) in
        try flush(location.directory)
      }
    }
    do throws(KeyWriterError) {
      try directory.flush { () throws(Errno) in try calls.flushFileSystem(of: location.directory) }
      try directory.applyMask()
    } catch {
      throw LoginError(error)
    }
  }

  private func flush(_ directory: FileDescriptor) throws(Errno) {
    do { try calls.flush(directory) } catch .invalidArgument {
      // The file system flushes no single directory.
      try calls.flushFileSystem(of: directory)
    }
  }
}

extension LoginError {
  init(_ error: KeyWriterError) { self.init(error.description) }
}
