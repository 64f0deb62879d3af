internal import Glibc
internal import Synchronization
internal import SystemSupport

/// What the suite could not remove: it may hold private keys, so it is never left without a word.
public enum Leftovers {
  private static let failures = Mutex<[FileSystem.Failure]>([])

  static func note(_ failure: FileSystem.Failure) { failures.withLock { $0.append(failure) } }

  /// What is still there, one line each.
  public static var lines: [String] {
    failures.withLock { $0 }.filter { FileSystem.exists($0.path) }.map {
      "\($0): it may hold a private key; remove it by hand (see lsattr and /proc/mounts)"
    }
  }

  /// Says so on standard error, where a signal ends the process and nobody else can.
  static func tell() {
    for line in lines {
      var text = "mirror: \(line)\n"
      text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
  }
}
