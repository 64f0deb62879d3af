internal import ArgumentParser
internal import Crosscheck
internal import Glibc
internal import SystemSupport

/// `mirror crosscheck`: libsodium and OpenSSL's libcrypto judge each other.
struct CrosscheckCommand: ParsableCommand {
  /// How the outcome is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  /// What fits into memory, and takes about half an hour.
  private static let mostCases = 10_000_000

  static let configuration = CommandConfiguration(
    commandName: "crosscheck",
    abstract: "Compare libsodium with OpenSSL's libcrypto: derive, sign and verify with both.",
    discussion: """
      Without --vectors: generated keys and messages, the known answers of RFC 8032 and adversarial signatures of \
      many classes. With --vectors: the signatures of those files, each judged by its "expect" or, where that says \
      nothing of a library, by the rule:

        libcrypto accepts if  length(A) = 32, length(R,S) = 64, S < L, A on curve, R = SB - hA byte for byte
        libsodium accepts if  libcrypto does, y(A) < p, A not small-order, R not small-order

      The rule holds for released versions of libsodium.

      EXAMPLES
        mirror crosscheck --cases 10000 --seed 7
        mirror crosscheck --vectors spec/vectors/ed25519.json --format json

      EXIT STATUS
        0 every verdict is as expected
        1 one is not, a file is malformed or cannot be written
        64 usage error, 66 a file is missing or unreadable
        70 output cannot be written
      """)

  @Option(help: "How many generated keys and messages (default: 1000, or none with --vectors).")
  var cases: Int?

  @Option(help: "The number that the generated cases follow from.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("A file of signatures; may be given several times.", valueName: "file"))
  var vectors: [String] = []

  @Option(help: "How to print the outcome: text or json.")
  var format: Format = .text

  @Option(help: "How many threads work (default: one per processor).")
  var jobs: Int?

  @Option(
    help: ArgumentHelp("Write the adversarial signatures to a file, and do nothing else.", valueName: "file"))
  var writeVectors: String?

  func validate() throws {
    if let cases, !(0...Self.mostCases).contains(cases) {
      throw ValidationError("--cases takes a number from 0 to \(Self.mostCases).")
    }
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256.") }
  }

  func run() throws {
    let jobs = jobs ?? availableProcessors()
    if let writeVectors { return try write(AdversarialVectors.all(jobs: jobs), to: writeVectors) }

    let read = try vectors.map(readVectors).flatMap(\.self)
    let start = monotonicSeconds()
    let comparison = LibraryComparison(jobs: jobs)
    var report = comparison.report()
    comparison.run(cases: cases ?? (vectors.isEmpty ? 1000 : 0), seed: seed, into: &report)
    if vectors.isEmpty {
      comparison.runKnownAnswers(into: &report)
      comparison.judge(AdversarialVectors.all(jobs: jobs), into: &report)
    }
    comparison.judge(read, into: &report)
    switch format {
    case .text: try printText(report.text() + "\n")
    case .json: try printText(report.json(seconds: monotonicSeconds() - start) + "\n")
    }
    if !report.mismatches.isEmpty { throw ExitCode(1) }
  }

  private func readVectors(_ path: String) throws -> [SignatureVector] {
    do {
      return try VectorFile.read(Input.file(path, limit: 1 << 28))
    } catch let error as InputError {
      printError("mirror: \(error)")
      throw ExitCode(error.isTooLarge ? 1 : 66)
    } catch {
      printError("mirror: \(path): \(error)")
      throw ExitCode(1)
    }
  }

  private func write(_ vectors: [SignatureVector], to path: String) throws {
    do {
      try OutputFile(path).write(VectorFile.write(vectors))
    } catch {
      printError("mirror: \(error)")
      throw ExitCode(1)
    }
  }
}

private func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
