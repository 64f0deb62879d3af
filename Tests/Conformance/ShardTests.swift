import FaultInjection
import KeygenSuite
import Reports
import StrictFormats
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Shards of a run")
struct ShardTests {
  private static let cases = (1...600).map {
    (name: "write#\($0):privkey EIO once", cost: $0 % 50 == 0 ? 20 : 1)
  }

  // MARK: Who runs what

  @Test(
    "Every case belongs to one shard, and no shard has much more to do than another", arguments: [1, 2, 3, 7])
  func partition(count: Int) {
    let partition = ShardPartition(Self.cases, count: count)
    var loads = [Int](repeating: 0, count: count + 1)
    for item in Self.cases { loads[partition[item.name] ?? 0] += item.cost }
    let all = Self.cases.reduce(0) { $0 + $1.cost }
    #expect(loads[0] == 0)
    #expect(loads.dropFirst().allSatisfy { $0 * count < all * 13 / 10 }, "\(loads)")
  }

  @Test("A case that is added moves no cheap one")
  func stability() {
    let before = ShardPartition(Self.cases, count: 5)
    let after = ShardPartition(
      [("new/cheap", 1), ("new/dear", 30)] + Self.cases + [("close#1:privkey EIO once", 1)], count: 5)
    #expect(Self.cases.filter { $0.cost == 1 }.allSatisfy { before[$0.name] == after[$0.name] })
  }

  @Test(
    "A shard is a number of a number",
    arguments: ["0/3", "4/3", "1", "1/", "/2", "a/2", "1/2/3", "1/1001", "-1/2"])
  func notation(text: String) {
    #expect(Shard(text) == nil)
    #expect(Shard("3/3")?.index == 3)
  }

  // MARK: Records

  private static func record(_ name: String) -> CaseRecord {
    CaseRecord(
      name: name,
      judgements: [
        Judgement(.roll1, .held), Judgement(.roll4, .undecided("no means")),
        Judgement(
          .cli1, .violated(Violation("m", moment: "EIO at write#1", expected: "e", observed: "\u{1b}\"\n"))),
      ], runs: 3, faults: 2, kept: ["/a b"], cell: .tolerated,
      trace: CallTrace(
        caseName: name, before: 3,
        calls: [.init(name: "write#1", result: "EIO", path: "d/x", isStruck: true)],
        after: 0), complaint: nil, seconds: 0.1 + 0.2)
  }

  private static func plan(_ shard: Shard?, seed: UInt64 = .max, cases: [String] = ["a", "b"]) -> RunPlan {
    var options = SuiteOptions(command: ["./x", "a b"], jobs: 3)
    options.seed = seed
    options.only = ["KG-*"]
    options.keep = "./kept"
    options.timeout = 2.5
    options.shard = shard
    options.knownFailures = KnownFailureList(
      path: "l.yaml",
      entries: [
        KnownFailure(
          requirement: .roll1, caseName: "a*", reason: "r", link: "l", expires: "2027-01-01", line: 3)
      ],
      today: "2026-11-25")
    return RunPlan(
      specification: .keygen, options: options, selected: [.roll1, .roll4, .cli1], isPartial: true,
      caseNames: cases,
      isTraced: true, untracedReason: "why", needingTrace: [.roll1], elsewhere: [.roll4],
      faults: FaultPlanTable(
        cells: [.init(caseName: "a", call: "write#1", fault: "EIO", requirements: [.roll1])],
        sampling: [FaultSampling(first: "a", last: "b", calls: 9, faults: 30, leftOut: 4)]),
      libraries: ["libsodium 1"], caseCount: 2)
  }

  private static func reread(_ report: Report) throws -> ShardRecord {
    let document = try ReportDocument(json: Array(ReportDocument(report).json().utf8), file: "r.json")
    return try ShardRecord(#require(document.shard).record, [.keygen])
  }

  @Test("A case's record and a run's plan come back from JSON as they were")
  func roundTrip() throws {
    let shard = try #require(Shard(index: 2, count: 3))
    let (plan, records) = (Self.plan(shard), [Self.record("a")])
    let report = Report(plan, records, RunEnd(seconds: 1.5, isEarly: true))
    let read = try Self.reread(report)
    #expect(read.shard == shard && read.records == records && read.end == RunEnd(seconds: 1.5, isEarly: true))
    #expect(read.plan.json == plan.json)
    #expect(read.plan.options.knownFailures == plan.options.knownFailures && read.plan.faults == plan.faults)
  }

  @Test("What is wrong in a stored record is named by its place")
  func broken() throws {
    let shard = try #require(Shard(index: 1, count: 1))
    let report = Report(Self.plan(shard), [Self.record("a")], RunEnd(seconds: 1))
    let text = try #require(report.shard).json.serialized(pretty: true)
    let changes = [
      ("\"outcome\": \"held\"", "\"outcome\": \"kept\"", "shard.cases[0].judgements[0].outcome"),
      ("\"runs\": 3", "\"runs\": -3", "shard.cases[0].runs"),
      ("\"specification\": \"KG\"", "\"specification\": \"XY\"", "shard.plan.specification"),
    ]
    for (old, new, place) in changes {
      #expect(text.contains(old))
      let document = try StrictJSON.read(Array(text.replacing(old, with: new).utf8))
      let error = #expect(throws: RecordError.self) { try ShardRecord(document, [.keygen]) }
      #expect(error?.place == place)
    }
  }

  // MARK: Merging

  private static func shard(
    _ index: Int, of count: Int, seed: UInt64 = 1, cases: [String] = ["a", "b"], ran: [String],
    early: Bool = false
  ) throws -> ShardRecord {
    let shard = try #require(Shard(index: index, count: count))
    return ShardRecord(
      shard, plan(shard, seed: seed, cases: cases), ran.map(record), RunEnd(seconds: 1, isEarly: early))
  }

  @Test("Shards of one run make the report of the whole")
  func merge() throws {
    let merged = try Report(merging: [Self.shard(2, of: 2, ran: ["b"]), Self.shard(1, of: 2, ran: ["a"])])
    #expect(merged.shard == nil && merged.cases == 2 && merged.runs == 6)
    #expect(merged.results.first { $0.requirement.id == .cli1 }?.findings.map(\.caseName) == ["a", "b"])
  }

  @Test("What are not all shards of one run, each once, is refused")
  func refusals() throws {
    let one = try Self.shard(1, of: 2, ran: ["a"])
    let two = try Self.shard(2, of: 2, ran: ["b"])
    func error(_ shards: [ShardRecord]) -> MergeError? {
      do throws(MergeError) { _ = try Report(merging: shards) } catch { return error }
      return nil
    }
    #expect(error([]) == .nothing)
    #expect(error([two]) == .missing(one.shard))
    #expect(error([one, one]) == .twice(one.shard, 0, 1))
    #expect(try error([one, Self.shard(2, of: 3, ran: [])]) == .differing("the number of shards", 0, 1))
    #expect(
      try error([one, Self.shard(2, of: 2, seed: 2, ran: ["b"])]) == .differing("the seed (--seed)", 0, 1))
    #expect(
      try error([one, Self.shard(2, of: 2, cases: ["a", "c"], ran: ["b"])]) == .differing("the cases", 0, 1))
    #expect(try error([one, Self.shard(2, of: 2, ran: ["a", "b"])]) == .overlap("a", 0, 1))
    #expect(try error([one, Self.shard(2, of: 2, ran: [])]) == .gap("b"))
    #expect(try error([one, Self.shard(2, of: 2, ran: [], early: true)]) == nil)
  }

  // MARK: The whole way

  @Test("Shards of a real run, merged, say what the run says that is not divided")
  func realRun() throws {
    let workshop = try Workshop()
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    let options = ["--faults", "environment", "--only", "KG-FILE", "--only", "KG-EXIST", "--only", "KG-KEY"]
    for index in 1...3 {
      let part = try workshop.mirror(
        ["conform", "--shard", "\(index)/3", "--report", "json=\(index).json"] + options + ["--", loose])
      #expect([.exited(0), .exited(1)].contains(part.ending), "\(part.errors)")
    }
    let merged = try workshop.mirror("report", "merge", "3.json", "1.json", "2.json")
    #expect(merged.ending == .exited(1), "\(merged.errors)")
    let (_, whole) = try workshop.conform(options + ["--", loose])
    #expect(Self.timeless(try StrictJSON.read(merged.standardOutput)) == Self.timeless(whole))
    let missing = try workshop.mirror("report", "merge", "1.json", "2.json")
    #expect(missing.ending == .exited(1) && missing.errors.contains("there is no report of shard 3/3"))
    #expect(try workshop.mirror("report", "merge", "none.json").ending == .exited(66))
  }

  /// A report without what differs from run to run.
  private static func timeless(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !["seconds", "runs", "date"].contains($0.name) }
          .map { JSONMember(name: $0.name, value: timeless($0.value)) })
    case .array(let elements): .array(elements.map(timeless))
    default: value
    }
  }

  @Test(
    "CI engines name the part, in their own way",
    arguments: [
      (["CI_NODE_INDEX=2", "CI_NODE_TOTAL=3"], [String](), "2/3"),
      (["JOB_COMPLETION_INDEX=2"], ["--shard-count", "3"], "3/3"),
      (["CI_NODE_INDEX=2", "CI_NODE_TOTAL=3"], ["--shard", "1/4"], "1/4"),
      (["CI_NODE_INDEX=1", "CI_NODE_TOTAL=1"], [], nil),
    ])
  func environment(variables: [String], arguments: [String], expected: String?) throws {
    let workshop = try Workshop()
    let executable = try #require(Workshop.executable)
    let words =
      [executable, "conform", "--report", "json=-", "--faults", "environment", "--only", "KG-CLI-5"]
      + arguments
    let result = try workshop.run(words) { $0.environment += variables }
    let shard = try StrictJSON.read(result.standardOutput)["shard"]
    let parts = ["index", "count"].map { name -> String in
      if case .number(let text)? = shard?[name] { text } else { "" }
    }
    #expect(expected == nil ? shard == nil : parts.joined(separator: "/") == expected, "\(result.errors)")
    #expect(result.errors.isEmpty == (expected == nil || arguments.contains("--shard")))
  }

  @Test("A part that there cannot be is a usage error")
  func usage() throws {
    let workshop = try Workshop()
    for arguments in [
      ["--shard", "3/2"], ["--shard-count", "2"], ["--shard", "1/2", "--shard-count", "2"],
    ] {
      #expect(try workshop.mirror(["conform"] + arguments).ending == .exited(64))
    }
  }
}
