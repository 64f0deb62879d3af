internal import ArgumentParser
internal import KeygenSuite
internal import LoginSuite
internal import SpecHarness

/// The suites of `mirror conform`.
enum SuiteName: String, ExpressibleByArgument, CaseIterable {
  case keygen
  case login
  case store

  /// What the suite judges by.
  var specification: Specification {
    switch self {
    case .keygen: .keygen
    case .login: .login
    case .store: .store
    }
  }

  /// Prepares a run.
  ///
  /// - Parameter hosts: for `store`, what `{host}` stands for.
  func conformance(_ options: SuiteOptions, hosts: [String]) throws(SuiteError) -> any Conformance {
    guard self == .store || hosts.isEmpty else { throw .usage("--host is for --suite store") }
    switch self {
    case .keygen: return try KeygenConformance(options)
    case .login: return try CredentialConformance.login(options)
    case .store: return try CredentialConformance.store(options, hosts: hosts)
    }
  }

  /// The subcommand of this program that is the suite's reference.
  func reference() throws(SuiteError) -> [String] {
    switch self {
    case .keygen: return ["keygen"]
    case .login: return ["login"]
    case .store:
      throw .usage(
        "--suite store needs a command, such as: mirror conform --suite store -- ./my-login {host} -u {user}")
    }
  }

  /// Every specification that requirements are looked up in.
  static var specifications: [Specification] { [.keygen, .login] }

  /// The specifications of all suites.
  static var all: [Specification] { allCases.map(\.specification) }
}
