import FaultInjection
import SpecHarness
import StrictFormats
import Testing

@testable import LoginSuite

/// LG-TOK-5: a second of leeway, besides what a clock of whole seconds and the kernel's coarse clock take off.
@Suite("The time in a token")
struct LoginTimeTests {
  /// A run that began a millisecond after a full second, and took two.
  private static let second: Int64 = 1_800_000_000
  private static let run = RunResult(
    ending: .exited(0), standardOutput: [], standardError: [], strays: 0,
    started: second * 1_000_000_000 + 1_000_000, ended: second * 1_000_000_000 + 3_000_000, elapsed: 2_000_000
  )

  @Test(
    "Is the time of the run",
    arguments: [
      // time(2) still tells the second before.
      ("-1", true), ("0", true), ("1", true), ("-1.0", true), ("0.002", true), ("-2", false), ("2", false),
      ("-1.011", false), ("1.5", false), ("-3600", false),
    ])
  func issued(offset: String, holds: Bool) throws {
    let issued = Double(Self.second) + (try #require(Double(offset)))
    let literal = offset.contains(".") ? "\(issued)" : "\(Int64(issued))"
    let claims = #"{"iat":\#(literal),"nbf":\#(Self.second - 10),"jti":"a"}"#
    let judgements = try judge(claims)
    #expect(judgements.contains { $0.requirement == .tok5 && $0.isViolated } == !holds)
  }

  private func judge(_ claims: String) throws -> [Judgement] {
    let token = ["{}", claims, "x"].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
    var judgements = Judgements()
    _ = TokenChecks.judge(
      token, for: HostRequest("h", try KeyMaterial(1)), readings: Self.run.clockReadings, into: &judgements)
    return judgements.all
  }

  @Test(
    "Begins not later than the token was made",
    arguments: [
      ("0", true), ("-30", true), ("0.5", true), ("1", false), ("1.0", false), ("60", false),
      ("\"0\"", false),
    ])
  func start(offset: String, holds: Bool) throws {
    let literal =
      offset.contains("\"")
      ? "\"\(Self.second)\""
      : offset.contains(".")
        ? "\(Double(Self.second) + (try #require(Double(offset))))"
        : "\(Self.second + (try #require(Int64(offset))))"
    let judgements = try judge(#"{"iat":\#(Self.second),"nbf":\#(literal),"jti":"a"}"#)
    #expect(judgements.contains { $0.requirement == .tok5 && $0.isViolated } == !holds)
  }

  @Test("A clock that was set back during the run leaves a range")
  func setBack() {
    let run = RunResult(
      ending: .exited(0), standardOutput: [], standardError: [], strays: 0, started: 100_000_000_000,
      ended: 99_000_000_000, elapsed: 1)
    #expect(run.clockReadings.contains(99_995_000_000))
  }
}
