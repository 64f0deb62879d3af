/// One violation as it was seen, in words for a person.
package struct Violation: Sendable, Equatable {
  /// What is wrong, in one line.
  package var message: String
  /// The fault and the call at which it showed, if a fault made the run fail; like violations differ in it only.
  package var moment: String?
  /// What the requirement asks for here.
  package var expected: String
  /// What was there instead: bytes, mode, path or status.
  package var observed: String

  package init(_ message: String, moment: String? = nil, expected: String, observed: String) {
    self.message = message
    self.moment = moment
    self.expected = expected
    self.observed = observed
  }
}

/// What one look at one run says of one requirement.
package enum Outcome: Sendable, Equatable {
  case held
  case violated(Violation)
  /// It could not be told, for a reason; never counted as held.
  case undecided(String)
}

/// An outcome with the requirement that it is about.
package struct Judgement: Sendable, Equatable {
  package var requirement: RequirementID
  package var outcome: Outcome

  package init(_ requirement: RequirementID, _ outcome: Outcome) {
    self.requirement = requirement
    self.outcome = outcome
  }
}

/// The judgements of a case as they come in.
package struct Judgements: Sendable {
  package private(set) var all: [Judgement] = []

  package init() {}

  /// Judges a requirement by a condition.
  ///
  /// - Returns: the condition, so that a check can stop where nothing more can be told.
  @discardableResult
  package mutating func expect(
    _ requirement: RequirementID, _ condition: Bool, _ message: @autoclosure () -> String,
    moment: @autoclosure () -> String? = nil, expected: @autoclosure () -> String,
    observed: @autoclosure () -> String
  ) -> Bool {
    if condition {
      all.append(Judgement(requirement, .held))
    } else {
      violate(requirement, message(), moment: moment(), expected: expected(), observed: observed())
    }
    return condition
  }

  package mutating func hold(_ requirement: RequirementID) { all.append(Judgement(requirement, .held)) }

  package mutating func violate(
    _ requirement: RequirementID, _ message: String, moment: String? = nil, expected: String, observed: String
  ) {
    let violation = Violation(message, moment: moment, expected: expected, observed: observed)
    all.append(Judgement(requirement, .violated(violation)))
  }

  package mutating func markUndecided(_ requirement: RequirementID, _ reason: String) {
    all.append(Judgement(requirement, .undecided(reason)))
  }

  /// Takes back what was held, for a reason why it means nothing.
  mutating func undecideHeld(_ reason: String) {
    for index in all.indices where all[index].outcome == .held { all[index].outcome = .undecided(reason) }
  }

  package mutating func append(_ other: Judgements) { all += other.all }

  /// Whether any judgement of a requirement is a violation.
  package func violates(_ requirement: RequirementID) -> Bool {
    all.contains {
      guard $0.requirement == requirement, case .violated = $0.outcome else { return false }
      return true
    }
  }
}

extension Judgement {
  package var isViolated: Bool {
    if case .violated = outcome { true } else { false }
  }

  /// Why nothing could be told, if so.
  package var undecidedReason: String? {
    if case .undecided(let reason) = outcome { reason } else { nil }
  }
}
