internal import SpecHarness

/// Every case of the suite, in the order in which it is reported.
package enum CaseCatalog {
  /// The cases for a seed; the same seed gives the same cases.
  package static func all(seed: UInt64) -> [TestCase] {
    CLICases.all() + RefusalCases.all() + DirectoryCases.all() + ModeCases.all(seed: seed) + KeyCases.all()
      + ExistCases.all() + RaceCases.all() + RollbackCases.all()
  }
}
