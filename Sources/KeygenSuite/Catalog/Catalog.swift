public import SpecHarness

/// The requirements of `spec/keygen.md`: the one source of their names, order and texts.
enum Catalog {}

extension Specification {
  /// What a key generator is judged by: `spec/keygen.md`.
  public static let keygen = Specification(
    prefix: "KG", version: "1.2.0",
    areas: [
      Catalog.cli, Catalog.dir, Catalog.file, Catalog.jwks, Catalog.jwk, Catalog.kid, Catalog.key,
      Catalog.exist, Catalog.roll, Catalog.secret,
    ],
    document: SourceDocument.sections, notJudged: Catalog.notJudged)
}
