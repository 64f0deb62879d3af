internal import SpecHarness

/// What a reader sees at a glance of one result: a sign besides the word, so that colour is never all there is.
enum ReportMark: String, CaseIterable {
  case pass
  case fail
  case warn
  case skip
  /// A failure that was listed as known.
  case expected

  var sign: String {
    switch self {
    case .pass: "\u{2714}"
    case .fail: "\u{2717}"
    case .warn: "!"
    case .skip: "\u{2013}"
    case .expected: "\u{2248}"
    }
  }

  var word: String {
    switch self {
    case .pass: "passed"
    case .fail: "failed"
    case .warn: "warnings"
    case .skip: "not judged"
    case .expected: "expected"
    }
  }
}

extension ReportDocument.Result {
  /// What a reader sees of it at a glance.
  var mark: ReportMark {
    switch status {
    case .pass: .pass
    case .fail: isExpected ? .expected : .fail
    case .warn: .warn
    case .skip: .skip
    }
  }
}

extension Report.Verdict {
  /// The sign in front of the verdict.
  var mark: String {
    switch self {
    case .conformant: ReportMark.pass.sign
    case .nonconformant: ReportMark.fail.sign
    case .inconclusive: "?"
    }
  }
}
