internal import SpecHarness
internal import SystemSupport

/// What a result's findings say, folded by kind, for formats that hold plain text.
struct FindingSummary {
  /// What is wrong.
  let message: String
  /// The findings of the kind that the report carries.
  let findings: [ReportDocument.Finding]
  /// Every case that showed it.
  let cases: [String]

  static func all(of result: ReportDocument.Result) -> [FindingSummary] {
    result.kinds.map { kind in
      let findings = result.findings.filter { $0.kind == kind.message }
      let message = kind.cases.count == 1 ? findings.first?.message ?? kind.message : kind.message
      return FindingSummary(message: message, findings: findings, cases: kind.cases)
    }
  }

  /// The first finding of the kind; nil where the report does not carry it.
  var first: ReportDocument.Finding? { findings.first }

  /// The message with the number of cases where there are several.
  var title: String { cases.count == 1 ? message : "\(message) (\(cases.count) cases)" }

  /// The finding in lines.
  ///
  /// - Parameter caseLimit: how many cases are named.
  func lines(caseLimit: Int = 200) -> [String] {
    var lines = [title]
    if let first {
      lines += [
        "  expected: \(first.expected)", "  observed: \(first.observed)", "  reproduce: \(first.reproduce)",
      ]
    }
    lines += cases.prefix(caseLimit).map { "  case: \($0)" }
    if cases.count > caseLimit { lines.append("  and \(cases.count - caseLimit) more cases") }
    return lines
  }
}

extension ReportDocument.KnownFailure {
  /// The entry in one line.
  var summary: String {
    "known failure: \(reason)" + (link.map { " (\($0))" } ?? "")
      + (line.map { ", line \($0) of the list" } ?? "")
  }
}

extension ReportDocument {
  /// The subject in one line, as a shell takes it.
  var subjectName: String {
    subject.isEmbeddedReference
      ? "the embedded reference" : subject.command.map(shellQuoted).joined(separator: " ")
  }

  /// What a reader has to know who takes the report for the whole truth.
  var reservations: [String] {
    var sentences: [String] = []
    switch end {
    case .complete: break
    case .early:
      sentences.append("The run ended at the first violation, as it was told to: the rest was not judged.")
    case .stopped:
      sentences.append("The run was stopped by a signal: the report is about what was done until then.")
    }
    if let shard {
      sentences.append("This is shard \(shard.index) of \(shard.count): the others judged the rest.")
    }
    if isPartial, end == .complete, shard == nil {
      sentences.append("Requirements or cases were left out because the user asked for it.")
    }
    sentences += listProblems.map { "The list of known failures is not right: \($0)." }
    return sentences + sampling.map { "Sampled: \($0)." }
  }

  /// Where the report comes from, as names and values.
  var provenance: [(name: String, value: String)] {
    var facts: [(String, String)] = [
      ("suite", "\(suite.name) \(suite.version)" + (suite.suite.map { ", suite \($0)" } ?? "")),
      ("specification", suite.spec), ("profile", profile.rawValue), ("seed", "\(seed)"),
      ("subject", subjectName),
    ]
    for file in subject.files {
      facts.append(("file", "\(file.path), \(file.size) bytes, SHA-256 \(file.sha256)"))
    }
    let system = [platform.os, platform.kernel, platform.machine].compactMap(\.self).joined(separator: " ")
    facts += [("platform", system), ("faults", "by \(platform.faults)")]
    if let fileSystem = platform.fileSystem { facts.append(("file system", fileSystem)) }
    if !platform.libraries.isEmpty { facts.append(("libraries", platform.libraries.joined(separator: ", "))) }
    for (name, patterns) in [("only", request.only), ("skip", request.skip), ("cases", request.cases)]
    where !patterns.isEmpty { facts.append((name, patterns.joined(separator: " "))) }
    if let date { facts.append(("date", date)) }
    facts.append(("run", runCounts))
    return facts
  }

  /// What the run counted, in one line.
  var runCounts: String {
    [
      counted(counts.cases, "case"), counted(counts.runs, "run"), counted(counts.faults, "fault"),
      secondsText(counts.seconds),
    ].joined(separator: ", ")
  }

  /// The verdict in one sentence.
  var verdictSentence: String {
    let judged = results.count { $0.status != .skip }
    let failed = failures.count
    switch verdict {
    case .conformant:
      let known = expectedCount == 0 ? "none violated" : "\(expectedCount) known to fail, no other violated"
      return "\(counted(judged, "requirement")) judged, \(known)"
    case .nonconformant where failed == 0: return "\(counted(judged, "requirement")) judged"
    case .nonconformant: return "\(failed) of \(counted(judged, "requirement")) violated"
    case .inconclusive: return "not every requirement of the profile could be judged here"
    }
  }
}
