internal import CFiles
internal import Glibc

/// The directory of the configuration: files that it names must lie in its tree, wherever links lead.
package struct ConfinedDirectory: Sendable {
  /// Larger files are no keys and no tokens, in bytes.
  private static let sizeLimit = 1 << 20

  /// As the user would write it.
  private let path: String
  /// Without links; no slash at its end, so empty for the root.
  private let root: String

  /// - Parameter path: the directory, from the working directory.
  package init(_ path: String) throws(LoginError) {
    self.path = path
    guard let resolved = Self.resolve(path) else {
      throw LoginError("cannot open directory \(path): \(reason(errno))", kind: .input)
    }
    root = resolved == "/" ? "" : resolved
  }

  /// A file's path as the user would write it.
  package func path(of name: String) -> String {
    name.hasPrefix("/") || path == "." ? name : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// A file of the tree, open for reading.
  struct OpenFile {
    /// Without links.
    let resolvedPath: String
    let descriptor: Int32
    let status: stat
  }

  /// Opens a regular file.
  ///
  /// - Parameters:
  ///   - name: a path from the directory, or an absolute one.
  ///   - place: where the configuration names it.
  /// - Throws: `LoginError` when it is not there, or not in the tree.
  func open(_ name: String, place: String) throws(LoginError) -> OpenFile {
    let shown = path(of: name)
    guard let resolved = Self.resolve(name.hasPrefix("/") ? name : "\(root)/\(name)") else {
      throw LoginError("\(place): cannot open \(shown): \(reason(errno))", kind: .input)
    }
    guard resolved.hasPrefix(root + "/") else {
      throw LoginError(
        "\(place): \(shown) leads to \(resolved), out of the configuration's directory "
          + "(\(root.isEmpty ? "/" : root)); put the file into that directory")
    }
    let directory = mirror_open_directory(AT_FDCWD, root.isEmpty ? "/" : root, 0, 1)
    guard directory >= 0 else {
      throw LoginError("cannot open directory \(path): \(reason(errno))", kind: .input)
    }
    defer { close(directory) }
    let descriptor = mirror_open_beneath(directory, String(resolved.dropFirst(root.count + 1)))
    guard descriptor >= 0 else {
      throw LoginError("\(place): cannot open \(shown): \(reason(errno))", kind: .input)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = LoginError("\(place): cannot examine \(shown): \(reason(errno))", kind: .input)
      close(descriptor)
      throw failure
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw LoginError("\(place): \(shown) is no regular file")
    }
    return OpenFile(resolvedPath: resolved, descriptor: descriptor, status: status)
  }

  /// Reads an open file to its end, and closes it.
  func read(_ file: OpenFile, name: String, place: String) throws(LoginError) -> SecretBuffer {
    defer { close(file.descriptor) }
    do throws(ReadFailure) {
      return try readAll(file.descriptor, limit: Self.sizeLimit, expected: Int(file.status.st_size))
    } catch {
      throw LoginError("\(place): cannot read \(path(of: name)): \(error.reason)", kind: error.kind)
    }
  }

  private static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }
}

/// Why a descriptor could not be read to its end.
struct ReadFailure: Error {
  let reason: String
  let kind: LoginError.Kind
}

/// Reads a descriptor to its end.
///
/// - Parameters:
///   - limit: more bytes than this are refused.
///   - expected: how many bytes there will probably be.
func readAll(_ descriptor: Int32, limit: Int, expected: Int) throws(ReadFailure) -> SecretBuffer {
  var buffer = SecretBuffer(capacity: min(max(expected, 0), limit) + 512)
  while true {
    var cause: Int32 = 0
    let count = buffer.append(upTo: max(512, min(expected - buffer.count + 1, 1 << 16))) { room in
      let count = Glibc.read(descriptor, room.baseAddress, room.count)
      cause = count < 0 ? errno : 0
      return max(count, 0)
    }
    if cause == EINTR { continue }
    guard cause == 0 else { throw ReadFailure(reason: reason(cause), kind: .input) }
    if count == 0 { return buffer }
    guard buffer.count <= limit else {
      throw ReadFailure(reason: "it is larger than \(limit >> 10) KiB", kind: .refused)
    }
  }
}

/// The system's text for an error number.
func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
