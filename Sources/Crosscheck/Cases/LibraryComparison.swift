internal import Ed25519
internal import Glibc
internal import OpenSSLBackend
internal import SodiumBackend
internal import StrictFormats
internal import SystemSupport

/// The comparison of libsodium with OpenSSL's libcrypto.
package struct LibraryComparison: Sendable {
  private let jobs: Int

  /// Makes a comparison that works on some threads.
  package init(jobs: Int) { self.jobs = jobs }

  /// An empty report that names the libraries.
  package func report() -> CrosscheckReport {
    var report = CrosscheckReport()
    report.libraries = [SodiumBackend().name, OpenSSLBackend().name].map { name in
      let words = name.split(separator: " ", maxSplits: 1).map(String.init)
      return (words.first ?? name, words.count > 1 ? words[1] : "")
    }
    return report
  }

  /// Judges vectors by what they expect, or else by the rule.
  package func judge(_ vectors: [SignatureVector], into report: inout CrosscheckReport) {
    for outcome in parallelMap(vectors, jobs: jobs, { Self.judge($0) }) { report.add(outcome) }
  }

  /// Derives, signs and verifies with generated keys; the same seed gives the same cases.
  package func run(cases: Int, seed: UInt64, into report: inout CrosscheckReport) {
    let generated = GeneratedCases(seed: seed)
    for outcome in parallelMap(Array(0..<cases), jobs: jobs, { generated.run($0) }) { report.add(outcome) }
    report.cases += cases
  }

  /// Derives and signs the known answers of RFC 8032 §7.1.
  package func runKnownAnswers(into report: inout CrosscheckReport) {
    for answer in KnownAnswer.all {
      let judge = KeyJudge()
      let faults =
        judge.faults(ofDerivationFrom: answer.seed, to: answer.signed.publicKey)
        + judge.faults(
          ofSigningWith: answer.seed, verifyingWith: answer.signed.publicKey,
          messages: [answer.signed.message])
      report.mismatches += faults.map { fault in
        Mismatch(
          id: "rfc8032 \(answer.name)", expected: .string(fault.expected), observed: .string(fault.observed),
          why: fault.message)
      }
      for backend in [SodiumBackend(), OpenSSLBackend()] as [any Ed25519Backend] {
        guard let seed = Seed(answer.seed) else { continue }
        let signature = try? backend.sign(answer.signed.message, with: seed)
        guard signature != answer.signed.signature else { continue }
        report.mismatches.append(
          Mismatch(
            id: "rfc8032 \(answer.name)", expected: .string(hex(answer.signed.signature)),
            observed: signature.map { .string(hex($0)) } ?? .null,
            why: "\(backend.name) does not make the signature that the RFC gives"))
      }
    }
  }

  private static func judge(_ vector: SignatureVector) -> CaseOutcome {
    var outcome = CaseOutcome()
    let signed = vector.signed
    var observed: [Library: Bool] = [:]
    do throws(Ed25519Error) {
      let start = now()
      observed[.libsodium] = try SodiumBackend().verify(
        signed.signature, of: signed.message, by: signed.publicKey)
      observed[.libcrypto] = try OpenSSLBackend().verify(
        signed.signature, of: signed.message, by: signed.publicKey)
      outcome.libraryNanoseconds = now() - start
    } catch {
      outcome.mismatches.append(
        Mismatch(
          id: vector.id, expected: .string("a verdict"), observed: .string("\(error)"), why: "\(error)"))
      return outcome
    }
    let sodium = observed[.libsodium] == true
    let openssl = observed[.libcrypto] == true
    outcome.counts.add(libsodium: sodium, libcrypto: openssl)

    var expected = vector.expect
    if expected.count < Library.allCases.count || sodium != openssl {
      let prediction = vector.prediction ?? Prediction(signed)
      for library in Library.allCases where expected[library] == nil {
        expected[library] = prediction.accepts(library)
      }
      if openssl, !sodium, prediction.accepts(.libcrypto), let clause = prediction.clause(.libsodium) {
        outcome.explanations.append(clause)
      }
    }
    if expected != observed {
      outcome.mismatches.append(
        Mismatch(
          id: vector.id, expected: json(expected), observed: json(observed),
          why: why(vector, expected: expected, observed: observed)))
    }
    return outcome
  }

  private static func why(
    _ vector: SignatureVector, expected: [Library: Bool], observed: [Library: Bool]
  ) -> String {
    let explanation = Explanation(vector.signed)
    let predicted = Library.allCases.allSatisfy { explanation.prediction.accepts($0) == observed[$0] }
    let verdict =
      predicted
      ? "the libraries do as the rule predicts, so the expectation is at fault"
      : "the rule does not predict this: a library that is not a release, or an error in one of the three"
    return "\(explanation); \(verdict)"
  }

  static func json(_ verdicts: [Library: Bool]) -> JSONValue {
    .object(
      Library.allCases.compactMap { library in
        verdicts[library].map { JSONMember(name: library.rawValue, value: .bool($0)) }
      })
  }
}

/// The monotonic clock in nanoseconds.
func now() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
