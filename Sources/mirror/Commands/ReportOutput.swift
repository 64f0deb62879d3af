internal import ArgumentParser
internal import Crosscheck
internal import Glibc
internal import Reports
internal import SpecHarness
internal import Synchronization
internal import SystemSupport

/// Where the reports of a run go, whether it comes to its end or is stopped by a signal.
final class ReportOutput: Sendable {
  private struct State {
    var files: ReportFiles?
    var began = monotonicSeconds()
    /// Whether somebody is writing the reports already.
    var isTaken = false
  }

  private let isQuiet: Bool
  private let state = Mutex(State())

  private let suite: SuiteName

  /// - Parameter isQuiet: whether only the verdict is printed.
  init(_ suite: SuiteName, isQuiet: Bool) {
    self.suite = suite
    self.isQuiet = isQuiet
  }

  /// Notes the files when the run begins.
  func begin(_ files: ReportFiles) {
    state.withLock {
      $0.files = files
      $0.began = monotonicSeconds()
    }
  }

  /// Makes whoever calls it the one that writes.
  ///
  /// - Returns: whether nobody else was before.
  @discardableResult
  func takeOver() -> Bool {
    state.withLock { state in
      defer { state.isTaken = true }
      return !state.isTaken
    }
  }

  /// Writes all reports; the text report goes to standard output unless another report does.
  ///
  /// - Throws: `ExitCode` 70, with a message, when one of them cannot be written; the others are.
  func write(_ report: Report) throws {
    let files = state.withLock { $0.files }
    let provenance = Provenance(
      suite: suite.rawValue, command: report.options.command, digest: FileDigest.sha256)
    let document = ReportDocument(report, provenance)
    let isComplete = files?.write(document, knowing: report.plan.specification) ?? true
    if files?.takesStandardOutput != true {
      let layout = Terminal.layout
      try printText(
        isQuiet ? report.verdictText(layout) : report.text(layout, hasJSON: files?.hasJSON == true))
    }
    if !isComplete { throw ExitCode(70) }
  }

  /// Says what is known of a run that a signal has stopped; a terminal's Ctrl-C then ends with exit status 130.
  func tell(stoppedRun log: RunLog, by signal: Int32) {
    guard takeOver() else { return }
    let seconds = monotonicSeconds() - state.withLock { $0.began }
    if let report = log.stoppedReport(after: seconds) {
      try? write(report)
    } else {
      printError(
        "mirror: stopped before the first case; nothing is known of the command, and no report was written")
    }
    if signal == SIGINT { _exit(128 + SIGINT) }
  }
}
