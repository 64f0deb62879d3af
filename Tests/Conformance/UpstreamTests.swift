import KeygenSuite
import SpecHarness
import Testing

/// A program like the one that the documentation describes, whose verdict was confirmed by hand.
@Suite("Go as it is often written")
struct UpstreamTests {
  private static let violated: Set<RequirementID> = [.kid3, .roll2, .roll3, .roll5]

  @Test(
    "Gets exactly the verdict that was confirmed by hand, linked statically or not",
    .enabled(if: tracingUnavailableReason == nil, "calls cannot be traced here"),
    arguments: [SubjectPrograms.Program.upstream, .upstreamDynamic])
  func verdict(program: SubjectPrograms.Program) throws {
    let command = try commandOrSkip { () throws(SubjectPrograms.Failure) in
      [try SubjectPrograms.path(program)]
    }
    // One build in each profile.
    let profile = program == .upstream ? Profile.hardened : .documented
    let report = try judge(command, profile: profile)
    func having(_ status: RequirementResult.Status) -> Set<RequirementID> {
      Set(report.results.filter { $0.status == status }.map(\.requirement.id))
    }
    // Within 6.55 ms its times may step back.
    let failed = having(.fail).subtracting([.kid4])
    #expect(
      failed == Self.violated.union(profile == .hardened ? [.file4] : []), "\(report.findings(of: failed))")
    // Its node is an address only where there is one.
    let warned = having(.warn).subtracting(hasHardwareAddress ? [] : [.kid5])
    var expected: Set<RequirementID> = [.file6, .roll9]
    if hasHardwareAddress { expected.insert(.kid5) }
    if profile == .documented { expected.insert(.file4) }
    #expect(warned == expected, "\(report.findings(of: warned))")
    #expect(having(.skip).isEmpty)
    #expect(report.verdict == .nonconformant)

    let times = report.results.first { $0.requirement.id == .kid3 }?.findings ?? []
    #expect(!times.isEmpty)
    #expect(times.allSatisfy { $0.observed.contains("1610-") && $0.observed.contains("google/uuid") })
  }
}
