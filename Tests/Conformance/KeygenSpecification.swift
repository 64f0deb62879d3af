import KeygenSuite
import SpecHarness

extension Specification {
  /// A requirement that is known to be there.
  func requirement(_ id: RequirementID) -> Requirement {
    guard let requirement = self[id] else { preconditionFailure("no requirement is named \(id)") }
    return requirement
  }

  /// The names of an area's requirements.
  func ids(ofArea name: String) -> [RequirementID] {
    areas.filter { $0.name == name }.flatMap { $0.requirements.map(\.id) }
  }
}
