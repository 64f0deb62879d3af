internal import Glibc
internal import MirrorLogin
internal import MirrorReference
internal import YAML

/// What a user asks of `mirror login`, however the arguments were read.
struct LoginRequest: Equatable {
  enum Format: String, CaseIterable {
    case text
    case json
  }

  /// The configuration; nothing for the standard one.
  var config: String?
  var dockerConfig: String?
  var substitutesVariables = true
  var options = Login.Options()
  var format = Format.text

  /// Makes the tokens, stores them, and says where they are.
  ///
  /// - Returns: the exit status.
  func run() -> Int32 {
    let process = ProcessGuards()
    let prepared: PreparedLogin
    let login: Login
    do throws(LoginError) {
      let source = if let config { ConfigSource(config) } else { try ConfigSource.standard() }
      let loaded = try source.load(substitution: substitutesVariables ? .environment : .none)
      let store = DockerConfigStore(
        directory: try dockerDirectory(), maskedOwnerBits: process.maskedOwnerBits)
      login = Login(options: options, store: store)
      prepared = try login.prepare(loaded, now: Int64(time(nil)))
      // Programs of others run before signals are held back: whoever waits for one can end it.
      if !options.isDryRun { try login.callHelpers(prepared) }
    } catch {
      return fail(error)
    }
    if !options.isDryRun {
      let signals = HeldSignals()
      do throws(LoginError) {
        try login.run(prepared, calls: KernelCalls(signals: signals))
      } catch {
        let status = fail(error)
        // A signal that was waiting ends the process here, as its sender expects.
        signals.release()
        return status
      }
    }
    let report = LoginReport(prepared, isDryRun: options.isDryRun)
    do throws(WriteFailure) {
      try write(report.text(in: format), to: STDOUT_FILENO, path: "standard output")
    } catch {
      return fail("the login is done, but standard output cannot be written: \(error.cause)")
    }
    if report.entersHelper { explainHelper() }
    return EXIT_SUCCESS
  }

  private func dockerDirectory() throws(LoginError) -> String {
    if let dockerConfig { return dockerConfig }
    if let path = getenv("DOCKER_CONFIG"), path.pointee != 0 { return String(cString: path) }
    guard let home = getenv("HOME"), home.pointee != 0 else {
      throw LoginError("no Docker configuration directory is named: use --docker-config DIR, or set HOME")
    }
    return String(cString: home) + "/.docker"
  }

  /// Says how the helper finds the configuration, where it would not by itself.
  private func explainHelper() {
    guard let config, config != "-", let path = realpath(config, nil) else { return }
    defer { free(path) }
    if let standard = try? ConfigSource.standard(), let known = realpath(standard.path, nil) {
      defer { free(known) }
      if strcmp(path, known) == 0 { return }
    }
    printError(
      "mirror: note: docker-credential-mirror must find this configuration: "
        + "set FLUX_MIRROR_CONFIG=\(String(cString: path)) where clients run")
  }

  private func fail(_ error: LoginError) -> Int32 {
    printError("mirror: \(error)")
    return error.kind == .input ? 66 : EXIT_FAILURE
  }

  private func fail(_ message: String) -> Int32 { fail(LoginError(message)) }
}
