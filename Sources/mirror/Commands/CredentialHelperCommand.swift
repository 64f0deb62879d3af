internal import ArgumentParser

struct CredentialHelperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential-helper",
    abstract: "Speak Docker's credential helper protocol, minting a token of 60 seconds at each get.",
    discussion: """
      The same as this executable under the name docker-credential-mirror (a symbolic link will do), which is what \
      Docker clients look for along PATH. It serves the hosts with a username of the configuration \
      ($FLUX_MIRROR_CONFIG, else <executable>.config).

      EXAMPLE
        echo registry.example.com | mirror credential-helper get

      EXIT STATUS
        0 answered
        1 refused or failed; the reason is on standard output, where clients look for it
        64 usage error
      """)

  @Argument(help: "get, list, store or erase.")
  var verb: CredentialHelperRequest.Verb

  func run() throws { throw ExitCode(CredentialHelperRequest(verb).run()) }
}

extension CredentialHelperRequest.Verb: ExpressibleByArgument {}
