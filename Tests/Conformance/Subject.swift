import Foundation
import KeygenSuite
import SpecHarness
import Testing

/// A correct key writer of another make.
struct CorrectSubject: Sendable, CustomTestStringConvertible {
  /// What runs the subject.
  enum Runner: Sendable {
    case program(SubjectPrograms.Program)
    case tool([String], script: String)
  }

  let name: String
  let runner: Runner
  var arguments: [String] = []
  /// Tools that the subject itself calls.
  var needs: [String] = []
  /// A Python module that has to be there.
  var module: String?
  /// Whether a fault in each of its many calls takes minutes; it is left out unless `MIRROR_THOROUGH` is set.
  var isSlow = false
  /// One in so many faults at its calls is made, unless `MIRROR_THOROUGH` is set: for those that are slow, but not very.
  var faultShare = 1
  /// Recommendations of the hardened profile that it knowingly does not follow.
  var waives: Set<RequirementID> = []

  var testDescription: String { name }

  /// The command that starts it.
  ///
  /// - Throws: `SubjectPrograms.Failure` when a tool is missing or the program does not compile.
  func command() throws(SubjectPrograms.Failure) -> [String] {
    for tool in needs { _ = try SubjectPrograms.tool(tool) }
    switch runner {
    case .program(let program):
      return [try SubjectPrograms.path(program)] + arguments
    case .tool(let words, let script):
      let command = [try SubjectPrograms.tool(words[0])] + words.dropFirst()
      if let module, try SubjectPrograms.run(command + ["-c", "import \(module)"]).status != 0 {
        throw SubjectPrograms.Failure(description: "no Python module \(module)", isMissingTool: true)
      }
      return command + [SubjectPrograms.sources.appendingPathComponent(script).path] + arguments
    }
  }
}

extension CorrectSubject {
  static let all: [CorrectSubject] =
    ["direct", "link", "rename", "tmpfile", "mapped", "careful"].map {
      CorrectSubject(name: "C, libsodium, \($0)", runner: .program(.sodium), arguments: [$0])
    } + [
      CorrectSubject(name: "C, libcrypto, stdio", runner: .program(.openssl)),
      CorrectSubject(name: "the mutant without a mutation", runner: .program(.mutant), arguments: ["none"]),
      // Its private file comes first, so SIGKILL can leave it alone.
      CorrectSubject(name: "Go, private file first", runner: .program(.go), waives: [.roll9]),
      CorrectSubject(
        name: "shell, openssl, temporary directory", runner: .tool(["sh"], script: "careful.sh"),
        needs: ["openssl"], isSlow: true),
      CorrectSubject(
        name: "shell, openssl, noclobber", runner: .tool(["sh"], script: "plain.sh"), needs: ["openssl"],
        faultShare: 4),
      CorrectSubject(
        name: "Python, cryptography", runner: .tool(["/usr/bin/python3", "-B"], script: "pyca.py"),
        module: "cryptography", isSlow: true),
      CorrectSubject(
        name: "Python, its own Ed25519", runner: .tool(["/usr/bin/python3", "-B"], script: "rfc8032.py"),
        faultShare: 4),
      CorrectSubject(name: "Node", runner: .tool(["node"], script: "keygen.mjs"), isSlow: true),
    ]
}

/// Runs the suite on a command, as `mirror conform` does.
///
/// - Parameters:
///   - samplingSeconds: less than usual for who knows that no defect shows in some runs only.
///   - faultShare: of the faults at calls one in so many is made.
func judge(
  _ command: [String], timeout: Double = 20, profile: Profile = .documented, faults: FaultChoice = .auto,
  samplingSeconds: Double? = nil, faultShare: Int = 1
) throws -> Report {
  var options = SuiteOptions(command: command, jobs: ProcessInfo.processInfo.activeProcessorCount)
  options.profile = profile
  options.faults = faults
  options.timeout = timeout
  options.faultShare = faultShare
  if let samplingSeconds { options.samplingSeconds = samplingSeconds }
  return try KeygenConformance(options).run()
}

/// A command for a test, or the test is skipped in the open when a tool is missing.
func commandOrSkip(_ make: () throws(SubjectPrograms.Failure) -> [String]) throws -> [String] {
  do {
    return try make()
  } catch {
    guard error.isMissingTool else { throw error }
    try Test.cancel("skipped: \(error)")
  }
}

extension Report {
  /// The requirements with a finding, whether or not it changes the verdict.
  var violated: Set<RequirementID> { ids { $0.status == .fail || $0.status == .warn } }
  /// The requirements that could not be judged.
  var unjudged: Set<RequirementID> { ids { $0.status == .skip } }

  private func ids(_ isIncluded: (RequirementResult) -> Bool) -> Set<RequirementID> {
    Set(results.filter(isIncluded).map(\.requirement.id))
  }

  /// The findings of some requirements, for a failing test's message.
  func findings(of requirements: Set<RequirementID>) -> String {
    results.filter { requirements.contains($0.requirement.id) }.flatMap { result in
      result.findings.prefix(3).map {
        "\(result.requirement.id) [\($0.caseName)] \($0.message); expected \($0.expected); observed \($0.observed)"
      }
    }.joined(separator: "\n")
  }
}

extension Set<RequirementID> {
  /// In the order of the specification.
  var listed: String { Specification.keygen.ids.filter(contains).map(\.rawValue).joined(separator: " ") }
}

/// Whether a network interface here has an address that a `kid` could give away.
let hasHardwareAddress =
  ((try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net")) ?? []).contains { name in
    let address = try? String(contentsOfFile: "/sys/class/net/\(name)/address", encoding: .utf8)
    return address?.contains { $0.isHexDigit && $0 != "0" } ?? false
  }
