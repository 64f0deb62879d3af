import Foundation
import LoginSuite
import SpecHarness
import Testing

/// A correct `login` of another make.
struct LoginSubject: Sendable, CustomTestStringConvertible {
  let name: String
  /// What starts it.
  let command: @Sendable () throws(SubjectPrograms.Failure) -> [String]
  /// One in so many faults at its calls is made, unless `MIRROR_THOROUGH` is set.
  var faultShare = 1

  var testDescription: String { name }

  static let all: [LoginSubject] =
    LoginMutant.correct.map { name in
      LoginSubject(
        name: "C, libsodium, \(name)",
        command: { () throws(SubjectPrograms.Failure) in [try SubjectPrograms.path(.login), name] },
        faultShare: name == "exclusive-lock" ? 8 : 1)
    } + [
      LoginSubject(
        name: "Go", command: { () throws(SubjectPrograms.Failure) in [try SubjectPrograms.path(.loginGo)] }),
      LoginSubject(
        name: "Python, a third party's",
        command: { () throws(SubjectPrograms.Failure) in
          let python = "/usr/bin/python3"
          guard
            try SubjectPrograms.run([try SubjectPrograms.tool(python), "-c", "import cryptography"]).status
              == 0
          else {
            throw SubjectPrograms.Failure(description: "no Python module cryptography", isMissingTool: true)
          }
          return [python, "-B", script("thirdparty.py")]
        }, faultShare: 4),
      LoginSubject(
        name: "shell, jq, openssl",
        command: { () throws(SubjectPrograms.Failure) in
          for tool in ["jq", "openssl", "flock", "basenc", "awk"] { _ = try SubjectPrograms.tool(tool) }
          return [try SubjectPrograms.tool("sh"), script("sh.sh")]
        }, faultShare: 12),
    ]

  static func script(_ name: String) -> String {
    SubjectPrograms.sources.appendingPathComponent("login/\(name)").path
  }
}

/// Runs the suite `login` on a command, as `mirror conform --suite login` does.
///
/// - Parameter change: what else is asked for.
func judgeLogin(
  _ command: [String], profile: Profile = .hardened, faults: FaultChoice = .auto, timeout: Double = 20,
  faultShare: Int = 1
) throws -> Report {
  var options = SuiteOptions(command: command, jobs: ProcessInfo.processInfo.activeProcessorCount)
  options.profile = profile
  options.faults = faults
  options.timeout = timeout
  options.faultShare = faultShare
  return try CredentialConformance.login(options).run { _ in }
}
