package import StrictFormats

/// A case in which the libraries did not do as expected.
package struct Mismatch: Sendable, Equatable {
  /// The vector's id or the generated case's name.
  package var id: String
  /// What was expected, by library.
  package var expected: JSONValue
  /// What the libraries did.
  package var observed: JSONValue
  /// The classification of A, R and S, and the clause that decides.
  package var why: String
}

/// What came of comparing the libraries.
package struct CrosscheckReport: Sendable {
  /// How many pairs of verdicts there were of each sort.
  package struct Counts: Sendable, Equatable {
    /// Both libraries accept.
    package var bothAccept = 0
    /// Both libraries reject.
    package var bothReject = 0
    /// Only libsodium accepts.
    package var libsodiumOnly = 0
    /// Only libcrypto accepts.
    package var libcryptoOnly = 0

    /// All pairs of verdicts.
    package var total: Int { bothAccept + bothReject + libsodiumOnly + libcryptoOnly }

    mutating func add(_ other: Counts) {
      bothAccept += other.bothAccept
      bothReject += other.bothReject
      libsodiumOnly += other.libsodiumOnly
      libcryptoOnly += other.libcryptoOnly
    }

    mutating func add(libsodium: Bool, libcrypto: Bool) {
      switch (libsodium, libcrypto) {
      case (true, true): bothAccept += 1
      case (false, false): bothReject += 1
      case (true, false): libsodiumOnly += 1
      case (false, true): libcryptoOnly += 1
      }
    }
  }

  /// The libraries' versions.
  package var libraries: [(name: String, version: String)] = []
  /// How many generated keys were derived, signed with and verified by.
  package var cases = 0
  /// The pairs of verdicts.
  package var counts = Counts()
  /// How many disagreements each clause of the rule explains.
  package var explained: [Clause: Int] = [:]
  /// What was not as expected, in the order of the cases.
  package var mismatches: [Mismatch] = []
  /// The time spent in the libraries, summed over the threads.
  package var librarySeconds = 0.0

  /// Joins the outcome of further cases.
  mutating func add(_ other: CaseOutcome) {
    counts.add(other.counts)
    for clause in other.explanations { explained[clause, default: 0] += 1 }
    mismatches += other.mismatches
    librarySeconds += Double(other.libraryNanoseconds) / 1e9
  }
}

/// What came of one case.
struct CaseOutcome: Sendable {
  var counts = CrosscheckReport.Counts()
  var explanations: [Clause] = []
  var mismatches: [Mismatch] = []
  var libraryNanoseconds: UInt64 = 0
}
