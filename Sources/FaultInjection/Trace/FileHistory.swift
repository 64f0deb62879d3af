/// A file as it was seen from call to call, whatever names it had.
package struct FileHistory: Sendable {
  /// The name that it was first seen under.
  package let path: String
  package let device: UInt64
  package let inode: UInt64
  /// The first moment at which its mode had a bit beyond 0600.
  package var loose: Look?
  /// The first moment at which that was so and it held something.
  package var looseWhileFilled: Look?
  /// What it held, each time that this was new.
  package var contents: [[UInt8]] = []

  /// A moment.
  package struct Look: Sendable {
    /// Index of the call, and whether it was before it rather than after.
    package let call: Int
    package let before: Bool
    package let mode: UInt32
    /// In bytes.
    package let size: Int64
  }
}
