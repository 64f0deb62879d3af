internal import ArgumentParser
internal import Reports
internal import SpecHarness

/// The files of the reports that the user asked for, found out to be writable before the work begins.
struct ReportFiles {
  private let files: [(format: ReportFormat, file: OutputFile)]

  /// - Throws: exit status 66 with a message when one cannot be written, 64 when two are for one file.
  init(_ requests: [ReportRequest]) throws(ExitCode) {
    var files: [(format: ReportFormat, file: OutputFile)] = []
    for request in requests {
      if requests.count(where: { $0.path == request.path }) > 1 {
        printError("mirror: two reports are to go to \(request.path); give each a path of its own")
        throw ExitCode(64)
      }
      do throws(WriteFailure) {
        files.append((request.format, try OutputFile(request.path)))
      } catch {
        printError("mirror: the report: \(error); nothing was run")
        throw ExitCode(66)
      }
    }
    self.files = files
  }

  /// Opens a file that is written at the end.
  ///
  /// - Throws: exit status 66 with a message when it cannot be written.
  static func open(_ path: String) throws(ExitCode) -> OutputFile {
    do throws(WriteFailure) {
      return try OutputFile(path)
    } catch {
      printError("mirror: \(error); nothing was run")
      throw ExitCode(66)
    }
  }

  /// Whether one of them goes where standard output goes.
  var takesStandardOutput: Bool { files.contains { $0.file.isStandardOutput } }
  /// Whether one of them holds all that there is to say.
  var hasJSON: Bool { files.contains { $0.format == .json } }

  /// Writes every report; one that fails does not cost the others.
  ///
  /// - Returns: whether all were written.
  func write(_ document: ReportDocument, knowing specification: Specification?) -> Bool {
    var isComplete = true
    for (format, file) in files {
      do throws(WriteFailure) {
        try file.write(document.rendered(as: format, knowing: specification))
      } catch {
        printError("mirror: the report: \(error)")
        isComplete = false
      }
    }
    return isComplete
  }
}
