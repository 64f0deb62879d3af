internal import SystemSupport

extension Report {
  /// The report for a person: a line for each area, violations, warnings, what was not judged, the verdict last.
  ///
  /// - Parameters:
  ///   - layout: colours, and the width of the terminal.
  ///   - hasJSON: whether a JSON report is written, too, to which the text can refer.
  public func text(_ layout: TextLayout = TextLayout(), hasJSON: Bool = false) -> String {
    var blocks = [heading(layout), plan.specification.areas.compactMap { areaLine($0, layout) }]
    let bad = [RequirementResult.Status.fail, .warn].flatMap { status in
      results.filter { $0.status == status }
    }
    // What nobody knew of comes first.
    for result in bad.filter({ !$0.isKnownFailure }) + bad.filter(\.isKnownFailure) {
      blocks.append(result.details(layout, hasJSON: hasJSON))
    }
    blocks.append(grid?.text(layout) ?? [])
    blocks.append(sampling.flatMap { layout.lines(terminalSafe("\($0)"), lead: "- ", hanging: 2) })
    blocks += [openLines(layout), keptLines, templateLines(layout), verdictLines(layout), listLines(layout)]
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The verdict alone, with what is wrong with the list of known failures.
  public func verdictText(_ layout: TextLayout = TextLayout()) -> String {
    (verdictLines(layout) + listLines(layout)).map { $0 + "\n" }.joined()
  }

  private func heading(_ layout: TextLayout) -> [String] {
    let subject =
      options.isEmbeddedReference
      ? "the embedded reference" : options.command.map(shellQuoted).joined(separator: " ")
    let facts = [
      "\(options.profile.rawValue) profile", "seed \(options.seed)", "faults by \(faultMechanism)",
      counted(cases, "case"), counted(runs, "run"), "\((seconds * 100).rounded() / 100) s",
    ]
    return layout.lines(terminalSafe(subject), hanging: 2)
      + layout.lines(facts.joined(separator: ", "), hanging: 2)
  }

  /// In fewer columns, the lines of the areas have no room for titles.
  private static var widthForTitles: Int { 76 }

  private func areaLine(_ area: Area, _ layout: TextLayout) -> String? {
    let ids = Set(area.requirements.map(\.id))
    let own = results.filter { ids.contains($0.requirement.id) }
    guard own.contains(where: { !$0.isOutOfScope }) else { return nil }
    let parts = [RequirementResult.Status.pass, .fail, .warn, .skip].compactMap { status -> String? in
      let count = own.count { $0.status == status }
      return count == 0 ? nil : layout.paint("\(count) \(status.rawValue)", status)
    }
    // A pass is shown only where something passed, and nothing is wrong.
    let worst =
      [RequirementResult.Status.fail, .warn, .pass].first { status in
        own.contains { $0.status == status }
      } ?? .skip
    let name = plan.specification.name(of: area).padded(to: 10)
    let title = layout.width.map { $0 < Self.widthForTitles } == true ? "" : area.title.padded(to: 30) + " "
    return "  \(layout.paint(worst.mark, worst)) \(name) \(title)"
      + parts.joined(separator: ", ")
  }

  /// Requirements that were not decided, with the reason, so that no skip reads as a pass.
  private func openLines(_ layout: TextLayout) -> [String] {
    let open = results.filter { $0.status == .skip && !$0.isOutOfScope }
    var reasons: [String] = []
    for result in open where !reasons.contains(result.reason ?? "") { reasons.append(result.reason ?? "") }
    return reasons.flatMap { reason in
      let ids = open.filter { $0.reason == reason }.map(\.requirement.id.rawValue).joined(separator: " ")
      return layout.lines(ids, lead: "SKIP ", leadStatus: .skip, hanging: 5)
        + layout.lines(terminalSafe(reason), lead: "     ", hanging: 5)
    }
  }

  /// How many kept sandboxes are named; the directory holds them all.
  private static var keptLimit: Int { 10 }

  /// Paths are not broken: they are there to be copied.
  private var keptLines: [String] {
    let rest = kept.count - Self.keptLimit
    let lines = kept.prefix(Self.keptLimit).map { "kept: \(terminalSafe($0))" }
    guard rest > 0, let directory = options.keep else { return lines }
    return lines + ["kept: \(rest) more in \(terminalSafe(directory))"]
  }

  /// One command for all findings, instead of one for each of them.
  private func templateLines(_ layout: TextLayout) -> [String] {
    guard results.contains(where: { !$0.findings.isEmpty }) else { return [] }
    return ["see a case again, with its name for CASE:"]
      + layout.command(options.reproductionTemplate.map(terminalSafe), lead: "  ", hanging: 4)
  }

  /// What is wrong with the list of known failures.
  private func listLines(_ layout: TextLayout) -> [String] {
    guard !listProblems.isEmpty else { return [] }
    return listProblems.flatMap {
      layout.lines(terminalSafe(" \($0)"), lead: "LIST", leadStatus: .fail, hanging: 5)
    }
      + layout.lines(
        ": the list of known failures is not right (exit status 1)", lead: "failed", leadStatus: .fail,
        hanging: 2)
  }

  private func verdictLines(_ layout: TextLayout) -> [String] {
    let judged = results.count { $0.status != .skip }
    let scope =
      cause == .stopped
      ? " in what ran before the run was stopped"
      : plan.shard.map { $0.count > 1 ? " in part \($0) of the run" : "" }
        ?? (isPartial ? " in the selected part of the suite" : "")
    let known = results.count { $0.isKnownFailure && $0.status == .fail }
    let warnings =
      (count(.warn) == 0 ? "" : ", \(count(.warn)) with warnings")
      + (known == 0 ? "" : ", \(known) known to fail")
    switch verdict {
    case .conformant:
      return layout.lines(
        "\(scope): \(counted(judged, "requirement")) judged\(warnings)", lead: "conformant",
        leadStatus: .pass, hanging: 2)
    case .nonconformant:
      let failed = results.filter { $0.status == .fail && !$0.isKnownFailure }.map(\.requirement.id.rawValue)
      return layout.lines(
        "\(scope): \(failed.count) of \(counted(judged, "requirement")) violated "
          + "(\(failed.joined(separator: ", ")))\(warnings)",
        lead: "nonconformant", leadStatus: .fail, hanging: 2)
    case .inconclusive:
      return layout.lines(
        "\(scope): not every requirement of the profile could be judged here", lead: "inconclusive",
        leadStatus: .warn, hanging: 2)
    }
  }
}

extension RequirementResult.Status {
  /// The sign in front of an area.
  fileprivate var mark: String {
    switch self {
    case .pass: "\u{2714}"
    case .fail: "\u{2717}"
    case .warn: "!"
    case .skip: "\u{2013}"
    }
  }
}

/// A number with what it counts.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
