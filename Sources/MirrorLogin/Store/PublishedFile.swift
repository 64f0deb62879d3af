internal import MirrorReference
internal import SystemPackage

/// A file that others read while it is replaced: they see the old one or the new one, complete.
package struct PublishedFile: Sendable {
  private let path: String

  package init(_ path: String) { self.path = path }

  /// Replaces the file, or makes it with mode 0644; a link at its name stays, and the file behind it is replaced.
  ///
  /// - Throws: `LoginError`; the old file is then as it was, or the new one is in its place.
  package func write(_ text: String, calls: some StoreCalls) throws(LoginError) {
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard !name.isEmpty else { throw LoginError("cannot write \(path): it is a directory's path") }
    let directory = try attempt("open directory", parent) { () throws(Errno) in
      try calls.openDirectory(parent, at: .workingDirectory, readable: true, following: true)
    }
    defer { try? calls.close(directory) }
    let location = try StoreLocation.find(name, in: directory, parent, calls: calls)
    defer { if location.directory != directory { try? calls.close(location.directory) } }
    do throws(KeyWriterError) {
      try replace(location, Array(text.utf8), mode: mode(location, calls), .unnamed, calls)
    } catch {
      guard error.isUnsupportedWay else { throw LoginError(error) }
      do throws(KeyWriterError) {
        try replace(location, Array(text.utf8), mode: mode(location, calls), .temporaryName, calls)
      } catch { throw LoginError(error) }
    }
    try attempt("flush directory", location.directoryPath) { () throws(Errno) in
      try calls.flush(location.directory)
    }
  }

  /// The mode of the file that is there.
  private func mode(_ location: StoreLocation, _ calls: some StoreCalls) -> ModeBits {
    (try? calls.details(of: location.name, at: location.directory))?.mode ?? 0o644
  }

  private func replace<Calls: StoreCalls>(
    _ location: StoreLocation, _ bytes: [UInt8], mode: ModeBits, _ staging: Staging, _ calls: Calls
  ) throws(KeyWriterError) {
    var file = StagedFile(calls: calls, name: location.name, path: path, mode: mode & 0o777)
    do throws(KeyWriterError) {
      try file.create(in: location.directory, staging: staging)
      try bytes.withUnsafeBufferPointer { (bytes) throws(KeyWriterError) in
        try file.write(UnsafeRawBufferPointer(bytes))
      }
      try file.replace()
    } catch {
      var failure = error
      failure.leftovers = file.discard()
      throw failure
    }
  }
}
