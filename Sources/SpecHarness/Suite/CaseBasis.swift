/// What the judgement of a case rests on; none but the first finds fault with a subject.
package enum CaseBasis: Sendable, Hashable {
  /// Runs that were started for the case.
  case ownRuns
  /// Copies of a stopped subject.
  case copies
  /// A look at another run at the moment that the case is about.
  case look
  /// A run of another case that was the same.
  case equalRun
}
