internal import SpecHarness
internal import StrictFormats

extension ReportDocument {
  /// The largest report that is read, in bytes.
  public static let sizeLimit = 64 << 20

  /// Reads a JSON report; members that it does not know are passed over.
  ///
  /// - Parameters:
  ///   - json: the whole file.
  ///   - file: what the file is called in an error.
  /// - Throws: `ReportError` with the place of the first thing that is wrong.
  public init(json: [UInt8], file: String) throws(ReportError) {
    let value: JSONValue
    do {
      value = try StrictJSON.read(json)
    } catch {
      throw ReportError(file: file, path: nil, problem: "\(error)")
    }
    try self.init(JSONCursor(file: file, path: "$", value: value))
  }

  private init(_ top: JSONCursor) throws(ReportError) {
    let schema: Int = try top.member("schema").number()
    guard schema == Self.schema else {
      throw try top.member("schema").failure("this program reads version \(Self.schema), found \(schema)")
    }
    self.init(
      suite: try SuiteIdentity(top.member("suite")), subject: try SubjectIdentity(top.member("subject")),
      profile: try top.member("profile").choice(Profile.self),
      seed: try top.member("seed").number(UInt64.self),
      platform: try Platform(top.member("platform")), date: try top.optional("date")?.string(),
      request: try RunRequest(top.optional("request")),
      isPartial: try top.optional("partial")?.bool() ?? false,
      end: try top.optional("end")?.choice(End.self) ?? .complete,
      shard: try top.optional("shard").map(Shard.init),
      listProblems: try top.optional("listProblems")?.strings() ?? [],
      verdict: try top.member("verdict").choice(Report.Verdict.self),
      counts: try Counts(top.member("summary")),
      results: try top.member("results").map(Result.init),
      grid: try top.optional("faultGrid").map(FaultGrid.init),
      sampling: try top.optional("sampling")?.map(FaultSampling.init) ?? [],
      traces: try top.optional("traces")?.map(CallTrace.init) ?? [],
      kept: try top.optional("kept")?.strings() ?? [])
    try check(top)
  }

  /// What no single member can say.
  private func check(_ top: JSONCursor) throws(ReportError) {
    let list = try top.member("results")
    if results.isEmpty { throw list.failure("there are no results") }
    var seen: Set<RequirementID> = []
    for (result, place) in zip(results, try list.elements())
    where !seen.insert(result.requirement).inserted {
      throw place.failure("a second result of \(result.requirement)")
    }
    if !failures.isEmpty, verdict != .nonconformant {
      throw try top.member("verdict").failure(
        "\(verdict.rawValue), but \(failures[0].requirement) failed")
    }
    for (name, status) in [
      ("pass", RequirementResult.Status.pass), ("fail", .fail), ("warn", .warn), ("skip", .skip),
    ] {
      let place = try top.member("summary").member(name)
      let stated: Int = try place.number()
      guard stated == count(status) else {
        throw place.failure("the results have \(count(status))")
      }
    }
  }
}

extension ReportDocument.SuiteIdentity {
  fileprivate init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      name: try place.member("name").word(), version: try place.member("version").word(),
      spec: try place.member("spec").word(), suite: try place.optional("suite")?.word())
  }
}

extension ReportDocument.SubjectIdentity {
  fileprivate init(_ place: JSONCursor) throws(ReportError) {
    let command = try place.member("command")
    self.init(
      command: try command.strings(),
      isEmbeddedReference: try place.optional("embeddedReference")?.bool() ?? false,
      files: try place.optional("files")?.map { (file) throws(ReportError) in
        ReportDocument.File(
          path: try file.member("path").word(), sha256: try file.member("sha256").word(),
          size: try file.member("size").number())
      } ?? [])
    if self.command.isEmpty { throw command.failure("the command is empty") }
  }
}

extension ReportDocument.Platform {
  fileprivate init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      os: try place.member("os").word(), faults: try place.member("faults").word(),
      libraries: try place.optional("libraries")?.strings() ?? [],
      kernel: try place.optional("kernel")?.string(), machine: try place.optional("machine")?.string(),
      fileSystem: try place.optional("fileSystem")?.string())
  }
}

extension ReportDocument.RunRequest {
  fileprivate init(_ place: JSONCursor?) throws(ReportError) {
    self.init(
      program: try place?.member("program").word() ?? "mirror",
      faults: try place?.member("faults").choice(FaultChoice.self).rawValue ?? FaultChoice.auto.rawValue,
      timeout: try place?.member("timeout").seconds() ?? SuiteOptions.defaultTimeout,
      only: try place?.optional("only")?.strings() ?? [],
      skip: try place?.optional("skip")?.strings() ?? [],
      cases: try place?.optional("cases")?.strings() ?? [])
  }
}

extension ReportDocument.Shard {
  fileprivate init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      index: try place.member("index").number(), count: try place.member("count").number(),
      record: place.value)
    guard index >= 1, index <= count else { throw place.failure("there is no shard \(index) of \(count)") }
  }
}

extension ReportDocument.Counts {
  fileprivate init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      cases: try place.member("cases").number(), runs: try place.optional("runs")?.number() ?? 0,
      faults: try place.member("faults").number(), calls: try place.optional("calls")?.number() ?? 0,
      seconds: try place.member("seconds").seconds())
  }
}
