/// Writes a key pair into a directory as two JWK sets: `privkey.json` (mode 0600) and `pubkey.json` (mode 0644).
public struct KeyPairWriter: Sendable {
  private let maskedOwnerBits: UInt32
  private let signals: HeldSignals?

  /// Makes a writer for a program that left its umask and signals alone.
  public init() {
    maskedOwnerBits = 0
    signals = nil
  }

  /// Makes a writer for a program that holds signals back and lets the umask leave the owner's bits alone.
  ///
  /// - Parameter maskedOwnerBits: those that the umask masked before; created directories lose them in the end.
  package init(maskedOwnerBits: UInt32, signals: HeldSignals?) {
    self.maskedOwnerBits = maskedOwnerBits
    self.signals = signals
  }

  /// Writes both files, complete and flushed to stable storage, or leaves everything as it was.
  ///
  /// - Parameters:
  ///   - pair: the keys.
  ///   - directory: is created with its parents when it is missing.
  /// - Returns: where the files are, from the working directory.
  /// - Throws: `KeyWriterError` when one of the files exists, in whatever form, or a call fails.
  public func write(
    _ pair: borrowing KeyPair, into directory: String
  ) throws(KeyWriterError) -> WrittenKeyPair {
    try write(pair, into: directory, calls: KernelCalls(signals: signals))
  }

  /// Writes by the given calls.
  package func write(
    _ pair: borrowing KeyPair, into directory: String, calls: some FileSystemCalls
  ) throws(KeyWriterError) -> WrittenKeyPair {
    var transaction = PairTransaction(calls: calls, path: directory, maskedOwnerBits: maskedOwnerBits)
    try transaction.run(privateSet: pair.privateSet(), publicSet: pair.publicSet())
    return WrittenKeyPair(
      privateSet: transaction.path(of: KeyFileName.privateSet),
      publicSet: transaction.path(of: KeyFileName.publicSet))
  }
}

/// Where the two files of a key pair are.
public struct WrittenKeyPair: Sendable, Hashable {
  /// The private JWK set, from the working directory.
  public let privateSet: String
  /// The public JWK set, from the working directory.
  public let publicSet: String
}
