public import SpecHarness
package import StrictFormats

/// All that a report says, as a value: what a JSON report holds, and what every other format is made of.
///
/// It is made of a run's `Report`, or read back from a JSON report, so that any format can be written afterwards.
public struct ReportDocument: Sendable, Equatable {
  /// The version of the JSON format (`spec/schemas/report.schema.json`).
  public static let schema = 1

  /// What judged.
  public var suite: SuiteIdentity
  /// What was judged.
  public var subject: SubjectIdentity
  /// What it was judged by.
  public var profile: Profile
  /// The same seed gives the same cases.
  public var seed: UInt64
  /// Where it was judged.
  public var platform: Platform
  /// The moment of the report in the form of RFC 3339, if it is known.
  public var date: String?
  /// What the user asked for.
  public var request: RunRequest
  /// Whether requirements or cases were left out, because the user asked for it or the run did not get that far.
  public var isPartial: Bool
  /// How the run ended.
  public var end: End
  /// Which part of a run it is, if it is one.
  public var shard: Shard?
  /// What is wrong with the list of known failures, one line each; the run fails by it.
  public var listProblems: [String]
  /// What the run says of the subject.
  public var verdict: Report.Verdict
  /// What was counted.
  public var counts: Counts
  /// One result per requirement of the suite, in the order of the specification.
  public var results: [Result]
  /// What came of every fault at every call, when they were traced.
  public var grid: FaultGrid?
  /// Which faults were left out where the subject makes many like calls.
  public var sampling: [FaultSampling]
  /// The calls of runs that violated something, by case.
  public var traces: [CallTrace]
  /// The sandboxes that were kept.
  public var kept: [String]

  /// How a run came to its end.
  public enum End: String, Sendable {
    /// With all cases done.
    case complete
    /// At the first violation, as it was told to.
    case early
    /// By a signal: what is missing was not judged.
    case stopped
  }

  /// What a run counted besides the results.
  public struct Counts: Sendable, Equatable {
    /// How many cases were judged.
    public var cases: Int
    /// How often the subject was run.
    public var runs: Int
    /// How many of these runs were made to fail.
    public var faults: Int
    /// How many calls of the subject were made to fail.
    public var calls: Int
    /// How long the run took, in seconds.
    public var seconds: Double
  }

  /// Which part of a run a report is about.
  public struct Shard: Sendable, Equatable {
    /// Which one, from 1.
    public var index: Int
    /// Of how many.
    public var count: Int

    /// What the shard did, as `mirror report merge` reads it.
    package var record: JSONValue

    /// - Parameter record: what the shard did.
    package init(index: Int, count: Int, record: JSONValue) {
      self.index = index
      self.count = count
      self.record = record
    }
  }
}

extension ReportDocument {
  /// How many requirements have a status; a failure that was expected is counted by `expectedCount` instead.
  public func count(_ status: RequirementResult.Status) -> Int {
    results.count { $0.status == status && !$0.isExpected }
  }

  /// How many violated requirements were listed as known.
  public var expectedCount: Int { results.count(where: \.isExpected) }

  /// The requirements whose violation decides the verdict.
  public var failures: [Result] { results.filter(\.countsAsFailure) }

  /// What the results say of the subject; requirements that the user left out, and failures that were expected, do not
  /// count.
  public var verdictOfResults: Report.Verdict {
    if results.contains(where: \.countsAsFailure) { return .nonconformant }
    let isOpen = results.contains {
      $0.status == .skip && !$0.isDeselected && $0.level == .must && profile.includes($0.profile)
    }
    // A run that judged nothing is no success.
    return isOpen || results.allSatisfy { $0.status == .skip } ? .inconclusive : .conformant
  }

  /// The traced calls of a case, if there are any.
  public func trace(of caseName: String) -> CallTrace? { traces.first { $0.caseName == caseName } }
}
