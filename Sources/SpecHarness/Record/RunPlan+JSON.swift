package import StrictFormats

extension RunPlan {
  /// The plan as it is stored; the specification by its name and version.
  package var json: JSONValue {
    .record([
      ("specification", .text(specification.name)), ("version", .text(specification.version)),
      ("options", options.json), ("selected", .strings(selected.sorted().map(\.rawValue))),
      ("partial", .bool(isPartial)), ("cases", .strings(caseNames)), ("traced", .bool(isTraced)),
      ("untracedReason", .optional(untracedReason)),
      ("needingTrace", .strings(needingTrace.sorted().map(\.rawValue))),
      ("elsewhere", .strings(elsewhere.sorted().map(\.rawValue))), ("faults", faults?.json ?? .null),
      ("libraries", .strings(libraries)), ("caseCount", .int(caseCount)),
    ])
  }

  /// Reads a stored plan.
  ///
  /// - Parameter specification: what the plan is for.
  /// - Throws: `RecordError` with the place of what is missing or wrong, as that it is for another specification.
  package init(_ reader: RecordReader, _ specification: Specification) throws(RecordError) {
    for (name, own) in [("specification", specification.name), ("version", specification.version)] {
      let member = try reader.member(name)
      guard try member.string() == own else { throw member.refuse("\(own), which this program judges by") }
    }
    func ids(_ name: String) throws(RecordError) -> Set<RequirementID> {
      Set(
        try reader.member(name).map { (element) throws(RecordError) in
          let id = RequirementID(try element.string())
          guard specification[id] != nil else { throw element.refuse("the name of a requirement") }
          return id
        })
    }
    self.init(
      specification: specification, options: try SuiteOptions(reader.member("options")),
      selected: try ids("selected"), isPartial: try reader.member("partial").bool(),
      caseNames: try reader.member("cases").strings(), isTraced: try reader.member("traced").bool(),
      untracedReason: try reader.optional("untracedReason").map { (member) throws(RecordError) in
        try member.string()
      },
      needingTrace: try ids("needingTrace"), elsewhere: try ids("elsewhere"),
      faults: try reader.optional("faults").map { (member) throws(RecordError) in try FaultPlanTable(member)
      },
      libraries: try reader.member("libraries").strings(), caseCount: try reader.member("caseCount").integer()
    )
  }
}

extension SuiteOptions {
  fileprivate var json: JSONValue {
    .record([
      ("command", .strings(command)), ("embeddedReference", .bool(isEmbeddedReference)),
      ("profile", .text(profile.rawValue)), ("only", .strings(only)), ("skip", .strings(skip)),
      ("cases", .strings(cases)), ("faults", .text(faults.rawValue)),
      ("checkpoints", .bool(usesCheckpoints)), ("seed", .number("\(seed)")), ("jobs", .int(jobs)),
      ("timeout", .number("\(timeout)")), ("failFast", .bool(failsFast)), ("keep", .optional(keep)),
      ("samplingSeconds", .number("\(samplingSeconds)")), ("faultShare", .int(faultShare)),
      ("program", .text(program)), ("suiteWords", .strings(suiteWords)),
      ("shard", .optional(shard?.description)),
      ("knownFailures", knownFailures?.json ?? .null),
    ])
  }

  fileprivate init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      command: try reader.member("command").strings(),
      jobs: try reader.member("jobs").integer(in: 1...Int.max))
    isEmbeddedReference = try reader.member("embeddedReference").bool()
    profile = try reader.member("profile").choice()
    only = try reader.member("only").strings()
    skip = try reader.member("skip").strings()
    cases = try reader.member("cases").strings()
    faults = try reader.member("faults").choice()
    usesCheckpoints = try reader.member("checkpoints").bool()
    seed = try reader.member("seed").integer(UInt64.self)
    timeout = try reader.member("timeout").seconds()
    failsFast = try reader.member("failFast").bool()
    keep = try reader.optional("keep").map { (member) throws(RecordError) in try member.string() }
    samplingSeconds = try reader.member("samplingSeconds").seconds()
    faultShare = try reader.member("faultShare").integer(in: 1...Int.max)
    program = try reader.member("program").string()
    suiteWords = try reader.member("suiteWords").strings()
    knownFailures = try reader.optional("knownFailures").map { (member) throws(RecordError) in
      try KnownFailureList(member)
    }
    shard = try reader.optional("shard").map { (member) throws(RecordError) in
      guard let shard = Shard(try member.string()) else { throw member.refuse("a shard such as 2/5") }
      return shard
    }
  }
}

extension FaultPlanTable {
  fileprivate var json: JSONValue {
    .record([
      (
        "cells",
        .array(
          cells.map { cell in
            .record([
              ("case", .text(cell.caseName)), ("call", .text(cell.call)), ("fault", .text(cell.fault)),
              ("requirements", .strings(cell.requirements.map(\.rawValue))),
            ])
          })
      ),
      ("sampling", .array(sampling.map(\.json))),
    ])
  }

  fileprivate init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      cells: try reader.member("cells").map { (element) throws(RecordError) in
        Cell(
          caseName: try element.member("case").string(), call: try element.member("call").string(),
          fault: try element.member("fault").string(),
          requirements: try element.member("requirements").strings().map { RequirementID($0) })
      },
      sampling: try reader.member("sampling").map { (element) throws(RecordError) in
        try FaultSampling(element)
      })
  }
}

extension FaultSampling {
  package var json: JSONValue {
    .record([
      ("first", .text(first)), ("last", .text(last)), ("calls", .int(calls)), ("faults", .int(faults)),
      ("leftOut", .int(leftOut)),
    ])
  }

  package init(_ reader: RecordReader) throws(RecordError) {
    self.init(
      first: try reader.member("first").string(), last: try reader.member("last").string(),
      calls: try reader.member("calls").integer(), faults: try reader.member("faults").integer(),
      leftOut: try reader.member("leftOut").integer())
  }
}
