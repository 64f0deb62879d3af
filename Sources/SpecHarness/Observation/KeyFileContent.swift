package import FaultInjection
internal import Glibc
internal import SystemSupport

/// What one of the two files holds, or why that is not known.
package enum KeyFileContent: Sendable {
  /// There is no such file, or the run did not make it.
  case absent
  case bytes([UInt8])
  /// More than `mostBytes`; the file itself is still there to be searched.
  case tooLarge(size: Int64, path: String)
  /// For a reason, such as that of a failed call.
  case unreadable(String)

  /// Longer files than this are no key sets, in bytes.
  package static let mostBytes = Snapshot.contentLimit

  /// What an entry holds.
  ///
  /// - Parameter path: the absolute path, under which the file can be read again.
  package init(_ entry: Entry?, path: String) {
    switch entry {
    case .none: self = .absent
    case .some(let entry) where entry.kind != .file: self = .unreadable("it is a \(entry)")
    case .some(let entry):
      if let content = entry.content {
        self = .bytes(content)
      } else if entry.size > Self.mostBytes {
        self = .tooLarge(size: entry.size, path: path)
      } else {
        self = .unreadable(Self.reason(unreadable: path))
      }
    }
  }

  /// The bytes, where they are known.
  package var known: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  /// Why a file could not be read, by trying once more.
  package static func reason(unreadable path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return errnoText(errno) }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) < 0 ? errnoText(errno) : "it changed meanwhile"
  }
}

extension Observation {
  /// What the run made at one of the two names.
  package func keyFile(_ file: KeyFile) -> KeyFileContent {
    made(file) ? KeyFileContent(entry(file), path: sandbox.path(path(file))) : .absent
  }
}

extension SecretSearch {
  /// How much of a file that is too large to be a key set is searched, in bytes.
  private static var searchedBytes: Int { 4 << 20 }
  /// An encoding may lie across two pieces.
  private static var overlap: Int { 1 << 12 }

  /// The encoding in which the value stands in the first MiB of a large file, read piece by piece.
  func encoding(inFile path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var piece: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var searched = 0
    while searched < Self.searchedBytes {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      piece = Array(piece.suffix(Self.overlap)) + buffer[..<count]
      searched += count
      if let encoding = encoding(in: piece) { return encoding }
    }
    return nil
  }
}
