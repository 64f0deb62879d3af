package import SpecHarness

/// A file that is looked at, read whole.
package struct InspectionFile: Sendable {
  /// The path as it was given.
  package let path: String
  package let content: [UInt8]
  /// The permission bits; nothing for standard input.
  package let mode: UInt32?

  package init(path: String, content: [UInt8], mode: UInt32?) {
    self.path = path
    self.content = content
    self.mode = mode
  }
}

/// Judges the files of one kind.
package protocol FileJudge: Sendable {
  /// Judges a file by itself, or with the help of others that were given beside it.
  ///
  /// - Returns: nothing where the file is of another kind.
  func judge(_ file: InspectionFile, beside others: [InspectionFile], profile: Profile) -> Inspection.Outcome?
}
