internal import SpecHarness
internal import StrictFormats

extension ReportDocument.Result {
  init(_ place: JSONCursor) throws(ReportError) {
    let findings = try place.member("findings")
    self.init(
      requirement: try Self.identifier(place.member("requirement")),
      level: try place.member("level").choice(Level.self),
      profile: try place.member("profile").choice(Profile.self),
      status: try place.member("status").choice(RequirementResult.Status.self),
      cases: try place.member("cases").number(), seconds: try place.member("seconds").seconds(),
      reason: try place.optional("reason")?.string(),
      findings: try findings.map(ReportDocument.Finding.init),
      kinds: try place.optional("kinds")?.map(ReportDocument.Kind.init) ?? [],
      knownFailure: try place.optional("knownFailure").map(ReportDocument.KnownFailure.init))
    if kinds.isEmpty { kinds = Self.kinds(of: self.findings) }
    if status == .skip, reason?.isEmpty != false { throw place.failure("skipped without a reason") }
    if [.fail, .warn].contains(status) == self.findings.isEmpty {
      throw findings.failure(
        self.findings.isEmpty ? "\(status.rawValue) without a finding" : "\(status.rawValue) with findings")
    }
    if status == .fail, level == .should { throw place.failure("a SHOULD cannot fail") }
  }

  /// A name such as `KG-FILE-2`; nothing else gets into the other formats by it.
  private static func identifier(_ place: JSONCursor) throws(ReportError) -> RequirementID {
    let text = try place.string()
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isName =
      text.utf8.count <= 64 && parts.count == 3
      && parts.prefix(2).allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
      } && parts[2].utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      && Int(parts[2]).map { $0 > 0 } == true
    guard isName else { throw place.failure("expected the name of a requirement, such as KG-FILE-2") }
    return RequirementID(text)
  }

  /// A report that does not say what its findings have in common: what it carries is all that is known.
  private static func kinds(of findings: [ReportDocument.Finding]) -> [ReportDocument.Kind] {
    var kinds: [ReportDocument.Kind] = []
    for finding in findings {
      if let index = kinds.firstIndex(where: { $0.message == finding.kind }) {
        kinds[index].cases.append(finding.caseName)
      } else {
        kinds.append(ReportDocument.Kind(message: finding.kind, cases: [finding.caseName]))
      }
    }
    return kinds
  }
}

extension ReportDocument.Finding {
  init(_ place: JSONCursor) throws(ReportError) {
    let message = try place.member("message").word()
    let moment = try place.optional("moment")?.word()
    let end = moment.map { " (\($0))" } ?? ""
    guard message.hasSuffix(end) else {
      throw try place.member("moment").failure("the message does not end with it")
    }
    self.init(
      kind: String(message.dropLast(end.count)), moment: moment,
      expected: try place.member("expected").string(), observed: try place.member("observed").string(),
      caseName: try place.member("case").word(), reproduce: try place.member("reproduce").word(),
      knownFailure: try place.optional("knownFailure").map(ReportDocument.KnownFailure.init))
  }
}

extension ReportDocument.Kind {
  init(_ place: JSONCursor) throws(ReportError) {
    self.init(message: try place.member("message").word(), cases: try place.member("cases").strings())
    if cases.isEmpty { throw place.failure("there are no cases") }
  }
}

extension ReportDocument.KnownFailure {
  init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      reason: try place.member("reason").word(), link: try place.optional("link")?.word(),
      line: try place.optional("line")?.number())
  }
}

extension FaultGrid {
  init(_ place: JSONCursor) throws(ReportError) {
    let columns = try place.member("columns").strings()
    self.init(
      columns: columns,
      rows: try place.member("rows").map { (row) throws(ReportError) in
        let cells = try row.member("cells")
        let cases = try row.optional("cases")
        let made = Row(
          call: try row.member("call").word(),
          cells: try cells.map { (cell) throws(ReportError) in try cell.choice(Cell.self) },
          cases: try cases?.map { (name) throws(ReportError) in
            name.value == .null ? nil : try name.string()
          })
        for (list, count) in [(cells, made.cells.count), (cases ?? cells, made.cases.count)]
        where count != columns.count {
          throw list.failure("expected \(columns.count) elements, one for each column, found \(count)")
        }
        return made
      })
  }
}

extension FaultSampling {
  init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      first: try place.member("first").word(), last: try place.member("last").word(),
      calls: try place.member("calls").number(), faults: try place.member("faults").number(),
      leftOut: try place.member("leftOut").number())
  }
}

extension CallTrace {
  init(_ place: JSONCursor) throws(ReportError) {
    self.init(
      caseName: try place.member("case").word(), before: try place.member("before").number(),
      calls: try place.member("calls").map { (call) throws(ReportError) in
        Call(
          name: try call.member("call").word(), result: try call.member("result").string(),
          path: try call.optional("path")?.string(), isStruck: try call.optional("struck")?.bool() ?? false)
      }, after: try place.member("after").number())
  }
}
