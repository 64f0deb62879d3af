internal import ArgumentParser
internal import KeygenSuite
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

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

  @Argument(help: "The JSON reports of all shards.")
  var files: [String]

  func run() throws {
    var shards: [ShardRecord] = []
    for file in files { shards.append(try ReportFile(file).shard()) }
    let merged: Report
    do throws(MergeError) {
      merged = try Report(merging: shards)
    } catch {
      printError("mirror: \(error.description(files))")
      throw ExitCode(1)
    }
    try printText(merged.json())
    throw ExitCode(merged.exitStatus)
  }
}

/// A JSON report on the disk.
struct ReportFile {
  private static let sizeLimit = 256 << 20

  let path: String
  let document: JSONValue

  /// - Throws: `ExitCode` 66, with a message, when it cannot be read or is no JSON.
  init(_ path: String) throws {
    self.path = path
    do {
      document = try StrictJSON.read(try Input.file(path, limit: Self.sizeLimit))
    } catch let error as InputError {
      printError("mirror: \(error)")
      throw ExitCode(66)
    } catch {
      printError("mirror: \(path): not JSON: \(error)")
      throw ExitCode(66)
    }
  }

  /// What a shard has recorded in it.
  func shard() throws -> ShardRecord {
    do throws(RecordError) {
      return try ShardRecord(report: document, SuiteName.all)
    } catch {
      printError("mirror: \(path): \(error)")
      throw ExitCode(66)
    }
  }
}

extension Report {
  /// What the program that ran the suite ends with: a list of known failures that is not right any more fails it, too.
  var exitStatus: Int32 {
    if !knownFailureProblems.isEmpty { return 1 }
    return switch verdict {
    case .conformant: 0
    case .nonconformant: 1
    case .inconclusive: 2
    }
  }
}
