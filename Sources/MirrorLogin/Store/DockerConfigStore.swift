internal import MirrorReference
internal import SystemPackage

/// The Docker configuration directory with its `config.json`, read and replaced as a whole.
package struct DockerConfigStore: Sendable {
  static let fileName = "config.json"
  /// Larger files are no configurations, in bytes.
  static let sizeLimit = 64 << 20

  private let directory: String
  private let maskedOwnerBits: UInt32

  /// - Parameters:
  ///   - directory: is created with its parents when something is stored and it is missing.
  ///   - maskedOwnerBits: those that the umask masked before; a created directory loses them in the end.
  package init(directory: String, maskedOwnerBits: UInt32) {
    self.directory = directory
    self.maskedOwnerBits = maskedOwnerBits
  }

  /// The file's path, as the user would write it.
  package var path: String {
    directory.hasSuffix("/") ? directory + Self.fileName : "\(directory)/\(Self.fileName)"
  }

  /// The credential helpers that Docker would ask about some hosts; changes nothing.
  ///
  /// - Throws: `LoginError` when the file is damaged.
  package func helpers(for hosts: [String], calls: some StoreCalls) throws(LoginError) -> [String?] {
    guard let content = try read(calls: calls) else { return hosts.map { _ in nil } }
    return try content.withUnsafeBytes { (bytes) throws(LoginError) in
      guard let text = try DockerConfigText.read(bytes, path: path) else { return hosts.map { _ in nil } }
      var helpers: [String?] = []
      for host in hosts { helpers.append(try text.helper(for: host, bytes, path: path)) }
      return helpers
    }
  }

  /// The content of the file; nothing when there is none.
  private func read(calls: some StoreCalls) throws(LoginError) -> SecretBuffer? {
    let opened: FileDescriptor
    do {
      opened = try calls.openDirectory(directory, at: .workingDirectory, readable: false, following: true)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw LoginError("cannot open directory \(directory): \(error)")
    }
    defer { try? calls.close(opened) }
    let location = try StoreLocation.find(Self.fileName, in: opened, directory, calls: calls)
    defer { if location.directory != opened { try? calls.close(location.directory) } }
    let file = try StoredFile.open(location.name, in: location.directory, path: path, calls: calls)
    return file?.takeContent()
  }

  /// Stores credentials, all or none, and changes nothing else.
  ///
  /// - Throws: `LoginError`; the file is then as it was, or holds all of them.
  package func store(
    _ entries: [CredentialEntry], calls: some StoreCalls
  ) throws(LoginError) {
    var transaction = StoreTransaction(
      calls: calls, directoryPath: directory, path: path, maskedOwnerBits: maskedOwnerBits)
    try transaction.run(entries)
  }
}
