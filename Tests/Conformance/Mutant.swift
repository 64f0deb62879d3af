import KeygenSuite
import SpecHarness
import Testing

/// A key writer that is wrong in one way, and what a judge has to say of it.
struct Mutant: Sendable, CustomTestStringConvertible {
  /// What the mutant is started with behind the program: the name of the mutation, for those of `Subjects/mutant`.
  let name: String
  /// What is wrong with it.
  let summary: String
  /// The requirements of the documented profile that it breaks without any fault in a system call.
  let breaks: Set<RequirementID>
  /// What it breaks beside those under the hardened profile with every system call failed in turn; the shoulds, too.
  let traced: Set<RequirementID>
  /// What else may fail as a consequence, where that depends on timing or on how far the mutant gets.
  let may: Set<RequirementID>
  /// Whether any finding at all will do: there is no telling what else goes wrong with a program that does not work.
  let isHopeless: Bool
  /// Whether it keeps running until a deadline ends it.
  let hangs: Bool

  init(
    _ name: String, _ summary: String, _ breaks: Set<RequirementID>, traced: Set<RequirementID> = [],
    may: Set<RequirementID> = [], hopeless: Bool = false, hangs: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.breaks = breaks
    self.traced = traced
    self.may = may
    isHopeless = hopeless
    self.hangs = hangs
  }

  var testDescription: String { "\(name): \(summary)" }

  /// Whether it takes failed system calls or the hardened profile to catch it, or to see all that it does.
  var needsTracing: Bool {
    !traced.isEmpty || !breaks.isDisjoint(with: Specification.keygen.ids(ofArea: "ROLL"))
  }

  /// One in so many faults at its calls is made: all of them, unless it differs from a correct program in nothing but what
  /// its documents say, which no fault shows.
  var faultShare: Int {
    let ofDocuments = Mutant.documents + Mutant.members + Mutant.identifiers + Mutant.keys
    return ofDocuments.contains { $0.name == name } ? 4 : 1
  }

  /// Everything that a judge with every means has to find.
  var breaksHardened: Set<RequirementID> { breaks.union(traced) }
}

extension Mutant {
  /// Every mutation of `Subjects/mutant`, in the order of the requirements.
  static let all: [Mutant] =
    commandLine + directory + files + documents + members + identifiers + keys + existing + rollback + secrets
    + rare + hopeless
}
