internal import ArgumentParser
internal import Reports
internal import SpecHarness

/// `mirror report merge`: joins the JSON reports of the shards of one run.
struct ReportMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the JSON reports of the shards of one run into one.",
    discussion: """
      Every shard of the run has to be there once, of the same program, seed, profile and selection.

      EXAMPLES
        mirror conform --shard 1/2 --report json=1.json -- ./my-keygen
        mirror conform --shard 2/2 --report json=2.json -- ./my-keygen
        mirror report merge 1.json 2.json --report junit=report.xml

      EXIT STATUS
        0 conformant, 1 not conformant or no shards of one run, 2 inconclusive
        64 usage error, 66 a report cannot be read, 70 output cannot be written
      """)

  @Option(
    help: "Write FORMAT=PATH; PATH `-` is standard output. Formats: \(ReportRequest.formatNames).",
    transform: ReportRequest.init)
  var report: [ReportRequest] = []

  @Argument(help: "The JSON reports of all shards.")
  var files: [String]

  func run() throws {
    let output = try ReportFiles(report)
    let documents = try files.map { try ReportInput.read($0) }
    let merged: Report
    do {
      merged = try Report(merging: try zip(files, documents).map(Self.shard))
      if let reason = ReportDocument.difference(of: documents, names: files) {
        throw Refusal(description: reason)
      }
    } catch let error as MergeError {
      printError("mirror: \(error.description(files))")
      throw ExitCode(1)
    } catch let error as Refusal {
      printError("mirror: \(error)")
      throw ExitCode(1)
    }
    let document = ReportDocument(merging: documents, into: merged)
    if report.isEmpty { try printText(document.json()) }
    guard output.write(document, knowing: merged.plan.specification) else { throw ExitCode(70) }
    throw ExitCode(merged.exitStatus)
  }

  /// Why reports are not of one run.
  private struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  private static func shard(_ file: String, _ document: ReportDocument) throws -> ShardRecord {
    do throws(RecordError) {
      guard let shard = document.shard else {
        throw RecordError(
          place: "shard", expected: "the record of a shard, as `mirror conform --shard` writes it")
      }
      return try ShardRecord(shard.record, ReportInput.specifications)
    } catch {
      printError("mirror: \(file): \(error)")
      throw ExitCode(66)
    }
  }
}

extension Report {
  /// What the program that ran the suite ends with: a list of known failures that is not right any more fails it, too.
  var exitStatus: Int32 {
    if !listProblems.isEmpty { return 1 }
    return switch verdict {
    case .conformant: 0
    case .nonconformant: 1
    case .inconclusive: 2
    }
  }
}
