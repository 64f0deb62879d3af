internal import Glibc
public import SystemPackage

/// Why no key pair was written.
///
/// Everything that the run had made is gone again, but for what `leftovers` lists.
public struct KeyWriterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Cause: Sendable, Hashable {
    /// One of the two names is taken, by whatever kind of file.
    case exists
    /// A system call failed.
    case system(Errno)
    /// A write took no byte, and gave no reason.
    case wroteNothing
    /// The file system does not keep the mode that a key file must have; the mode it gave instead.
    case mode(UInt32)
    /// A signal asked the process to end.
    case interrupted(signal: Int32)
  }

  /// Something that the run made, or may have made, and could not remove.
  public struct Leftover: Sendable, Hashable {
    /// Where it is, from the working directory.
    public let path: String
    /// Why it could not be removed.
    public let reason: Errno
  }

  /// The operation that failed, such as `create` or `write`.
  public let operation: String
  /// The file or directory it failed on, from the working directory.
  public let path: String
  /// What went wrong.
  public let cause: Cause
  /// What could not be undone.
  public package(set) var leftovers: [Leftover] = []
  /// Whether the file system only lacks this way of making a file, and another may work.
  package var isUnsupportedWay = false

  init(_ operation: String, _ path: String, _ cause: Cause) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }

  /// The error in one line: operation, path, reason, and what was left.
  public var description: String {
    let rest = leftovers.map { "; cannot make sure that \($0.path) is gone: \($0.reason)" }
    return "cannot \(operation) \(path): \(reason)" + rest.joined()
  }

  private var reason: String {
    switch cause {
    case .exists: "it exists already (delete both files or choose another directory to rotate)"
    case .system(let errno): errno.description
    case .wroteNothing: "the write took nothing and gave no reason"
    case .mode(let mode): "the file system gives it the mode 0\(String(mode, radix: 8)) and keeps no other"
    case .interrupted(let signal): "interrupted by \(Self.name(of: signal))"
    }
  }

  private static func name(of signal: Int32) -> String {
    switch signal {
    case SIGHUP: "SIGHUP"
    case SIGINT: "SIGINT"
    case SIGQUIT: "SIGQUIT"
    case SIGTERM: "SIGTERM"
    default: "signal \(signal)"
    }
  }
}

/// Gives a failing system call its operation and path.
func attempt<Result>(
  _ operation: String, _ path: String, _ call: () throws(Errno) -> Result
) throws(KeyWriterError) -> Result {
  do {
    return try call()
  } catch .fileExists where operation == "create" {
    throw KeyWriterError(operation, path, .exists)
  } catch {
    throw KeyWriterError(operation, path, .system(error))
  }
}
