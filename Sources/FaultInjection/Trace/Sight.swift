/// What a file that a run replaces was at one moment, under its name.
package struct Sight: Sendable, Equatable {
  /// What had the name.
  package enum State: Sendable, Equatable {
    case missing
    /// A regular file: its mode, and what it held, where that could be read.
    case file(mode: UInt32, content: [UInt8]?)
    /// Something else, such as a link.
    case other
  }

  package let label: FileLabel
  /// Index of the call after which it was seen.
  package let call: Int
  package let state: State
}
