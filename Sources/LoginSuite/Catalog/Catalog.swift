public import SpecHarness

/// The requirements of `spec/login.md`: the one source of their names, order and texts.
enum Catalog {
  /// The requirements that the suite `store` judges, too: any program that stores a registry credential can break them.
  static let stored: Set<RequirementID> = [
    .cli1, .store1, .store2, .store3, .store4, .store5, .store6, .store7, .store8, .store9, .fail1, .fail2,
    .fail3,
    .fail4, .fail5, .fail6, .fail7, .sec1, .sec2,
  ]

  /// The requirements that are recommendations only for programs which store a credential of somebody else's making.
  static let recommended: Set<RequirementID> = [.store4]

  static let areas = [cli, conf, tok, key, store, fail, sec]
}

extension Specification {
  /// What a `login` is judged by: `spec/login.md`.
  public static let login = Specification(
    prefix: "LG", version: "1.0.0", areas: Catalog.areas, document: SourceDocument.sections,
    notJudged: Catalog.notJudged)

  /// What any program is judged by that stores a registry credential: the part of `spec/login.md` marked S.
  public static let store = Specification(
    prefix: "LG", name: "LG-S", version: login.version,
    areas: Catalog.areas.compactMap { area in
      let own = area.requirements.filter { Catalog.stored.contains($0.id) }
      return own.isEmpty
        ? nil : Area(area.name, title: area.title, own.map { $0.asJudgedByStore }, rules: area.rules)
    }, notJudged: Catalog.notJudged)
}

extension Requirement {
  /// The requirement as the suite `store` has it.
  fileprivate var asJudgedByStore: Requirement {
    guard Catalog.recommended.contains(id) else { return self }
    return Requirement(
      id, .should, profile, statement: statement.replacing("MUST", with: "SHOULD"), sources: sources,
      rationale: rationale, checked: checked)
  }
}
