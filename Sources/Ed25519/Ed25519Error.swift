/// A call into a cryptographic library that failed for a reason other than a bad signature.
public struct Ed25519Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// The library, such as `libsodium`.
  public let library: String
  /// The library's function that failed.
  public let operation: String
  /// What the library says about the cause.
  public let reason: String

  /// Makes an error of a library's function.
  public init(library: String, operation: String, reason: String) {
    self.library = library
    self.operation = operation
    self.reason = reason
  }

  /// The error in one line: library, operation, cause.
  public var description: String { "\(library): \(operation): \(reason)" }
}
