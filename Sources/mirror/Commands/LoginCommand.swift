internal import ArgumentParser
internal import MirrorLogin

struct LoginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract:
      "Sign a token for each registry host of a configuration and store it in the Docker configuration.",
    discussion: """
      The configuration is FILE, else $FLUX_MIRROR_CONFIG, else <executable>.config; - is standard input. Paths in it \
      start at its directory and may not leave it. ${VAR} in it stands for an environment variable, which must be set.

      Without a username the token is stored as auths[HOST].registrytoken; with one, as auths[HOST].auth, or by the \
      credential helper that the Docker configuration names. All tokens are stored, or none: whatever fails, the old \
      file stays. --helper stores no token, but enters docker-credential-mirror, which mints one of 60 seconds each \
      time a client asks.

      EXAMPLE
        mirror login -f ./config.yaml

      EXIT STATUS
        0 every credential is stored
        1 refused or failed, with a message
        64 usage error
        66 the configuration or a key is missing or unreadable
      """)

  @Option(
    name: [.customShort("f"), .customLong("config")],
    help: ArgumentHelp("The configuration; - is standard input.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp("Log in to this host of the configuration only (repeatable).", valueName: "host"))
  var host: [String] = []

  @Option(
    help: ArgumentHelp(
      "The Docker configuration directory (default: $DOCKER_CONFIG, else ~/.docker).", valueName: "dir"))
  var dockerConfig: String?

  @Flag(help: "Store in the file also where a credential helper is configured.")
  var plaintext = false

  @Flag(name: .customLong("no-envsubst"), help: "Leave ${VAR} in the configuration as it is.")
  var noEnvsubst = false

  @Flag(help: "Enter docker-credential-mirror for hosts with a username, instead of storing a token.")
  var helper = false

  @Flag(help: "Do everything but storing, and say what would be stored.")
  var dryRun = false

  @Flag(help: "Take a private key that group or others can read.")
  var allowLooseKey = false

  @Option(help: "How to say what is stored.")
  var format = LoginRequest.Format.text

  func validate() throws {
    if plaintext, helper { throw ValidationError("--plaintext and --helper exclude each other.") }
    if config?.isEmpty == true || dockerConfig?.isEmpty == true || host.contains("") {
      throw ValidationError("A path or host must not be empty.")
    }
  }

  func run() throws {
    var request = LoginRequest()
    request.config = config
    request.dockerConfig = dockerConfig
    request.substitutesVariables = !noEnvsubst
    request.format = format
    request.options.hosts = host
    request.options.isPlaintext = plaintext
    request.options.entersHelper = helper
    request.options.isDryRun = dryRun
    request.options.allowsLooseKey = allowLooseKey
    throw ExitCode(request.run())
  }
}

extension LoginRequest.Format: ExpressibleByArgument {}
