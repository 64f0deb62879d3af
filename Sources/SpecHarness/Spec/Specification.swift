internal import SystemSupport

/// What a suite judges by: requirements in areas, the document that they come from, and the rules of judging.
public struct Specification: Sendable {
  /// What the names of all requirements begin with, such as `KG`.
  public let prefix: String
  /// What tells it from others in a record: the prefix, unless several specifications share that.
  public let name: String
  /// The version: it changes whenever the meaning of a requirement does.
  public let version: String
  /// The requirements, by area.
  public let areas: [Area]
  /// The source document, section by section.
  public let document: [DocumentSection]
  /// What no requirement judges because the source document is silent, one item each.
  public let notJudged: [String]
  private let byID: [RequirementID: Requirement]

  package init(
    prefix: String, name: String? = nil, version: String, areas: [Area], document: [DocumentSection] = [],
    notJudged: [String] = []
  ) {
    self.prefix = prefix
    self.name = name ?? prefix
    self.version = version
    self.areas = areas
    self.document = document
    self.notJudged = notJudged
    byID = Dictionary(
      areas.flatMap(\.requirements).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Every requirement, in order.
  public var requirements: [Requirement] { areas.flatMap(\.requirements) }

  /// The names of all requirements, in order.
  public var ids: [RequirementID] { requirements.map(\.id) }

  /// The rules of judging, in order.
  public var judgingRules: [JudgingRule] { areas.flatMap(\.rules) }

  /// A requirement by its name; nothing when the specification has none of that name.
  public subscript(_ id: RequirementID) -> Requirement? { byID[id] }

  /// The area that a requirement belongs to.
  public func area(of id: RequirementID) -> Area? {
    areas.first { area in area.requirements.contains { $0.id == id } }
  }

  /// How an area's requirements are called together, such as `KG-FILE`.
  public func name(of area: Area) -> String { "\(prefix)-\(area.name)" }

  /// The requirements that name a clause as a source, in order.
  public func requirements(from clause: Clause) -> [RequirementID] {
    requirements.filter { $0.sources.contains(.clause(clause)) }.map(\.id)
  }
}

extension Specification {
  /// Finds a requirement by its name, in capitals or not.
  ///
  /// - Parameter text: such as `KG-FILE-2` or `kg-file-2`.
  public func requirement(named text: some StringProtocol) -> Requirement? {
    self[RequirementID(text.uppercased())]
  }

  /// Finds the names that resemble a mistyped one.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - limit: the greatest number of names to return.
  /// - Returns: the nearest names first, equally near ones in the order of the specification; none when nothing resembles
  ///   the text.
  public func nearest(to text: some StringProtocol, limit: Int = 3) -> [RequirementID] {
    // A long text resembles no name; the bound keeps the work small.
    guard text.utf8.count <= 64 else { return [] }
    let typed = Array(text.uppercased().utf8)
    let ranked = ids.enumerated()
      .map { position, id in
        (id: id, position: position, distance: editDistance(typed, Array(id.rawValue.utf8)))
      }
      .filter { $0.distance <= $0.id.rawValue.utf8.count / 2 }
      .sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
    return ranked.prefix(limit).map(\.id)
  }
}
