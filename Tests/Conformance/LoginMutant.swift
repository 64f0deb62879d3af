import LoginSuite
import SpecHarness
import Testing

/// A `login` that is wrong in one way, and what a judge has to say of it: a mutation of `Subjects/login`.
struct LoginMutant: Sendable, CustomTestStringConvertible {
  let name: String
  /// What is wrong with it.
  let summary: String
  /// The requirements that it breaks, those of the hardened profile and the shoulds, too.
  let breaks: Set<RequirementID>
  /// What else may fail as a consequence, where that depends on timing.
  let may: Set<RequirementID>
  /// Whether it takes failed system calls to catch it, or to see all that it does.
  let needsTracing: Bool

  init(
    _ name: String, _ summary: String, _ breaks: Set<RequirementID>, may: Set<RequirementID> = [],
    traced: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.breaks = breaks
    self.may = may
    needsTracing = traced || !breaks.isDisjoint(with: Self.ofFaults)
  }

  private static let ofFaults: Set<RequirementID> = [.fail1, .fail2, .fail3, .fail4, .fail5, .fail6, .fail7]

  var testDescription: String { "\(name): \(summary)" }

  /// Every mutation of `Subjects/login`, in the order of the requirements.
  static let all: [LoginMutant] = commandLine + configuration + token + key + store + failure + secrets + rare

  /// The names of mutations that are correct programs in another style.
  static let correct = ["none", "lock-file", "exclusive-lock", "gives-up"]
}
