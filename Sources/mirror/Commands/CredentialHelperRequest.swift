internal import Glibc
internal import MirrorLogin
internal import MirrorReference
internal import SpecHarness
internal import YAML

/// One call of Docker's credential helper protocol: `docker-credential-mirror get|list|store|erase`.
struct CredentialHelperRequest: Equatable {
  enum Verb: String, CaseIterable {
    case get
    case list
    case store
    case erase
    case version
  }

  /// The name under which this executable is a credential helper and nothing else.
  static let programName = "docker-credential-mirror"

  let verb: Verb

  /// Reads the arguments of the protocol; nothing where they are others.
  init?(plain arguments: ArraySlice<String>) {
    guard arguments.count == 1, let verb = arguments.first.flatMap(Verb.init) else { return nil }
    self.verb = verb
  }

  init(_ verb: Verb) { self.verb = verb }

  /// Answers on standard output, where clients look for errors, too.
  ///
  /// - Returns: the exit status.
  func run() -> Int32 {
    _ = ProcessGuards()
    switch verb {
    case .version:
      return answer("\(Self.programName) \(Product.version)\n")
    case .store:
      return refuse(
        "docker-credential-mirror stores nothing: it mints a token whenever one is asked for. "
          + "For another credential for this host, remove the host from credHelpers in the Docker configuration."
      )
    case .erase:
      return refuse(
        "docker-credential-mirror has nothing to erase: its tokens live for \(HelperProtocol.lifetime) seconds. "
          + "To log out, remove the host from credHelpers in the Docker configuration.")
    case .get, .list: break
    }
    do throws(LoginError) {
      // A client waits for the answer whatever the input was: read it first.
      let server = verb == .get ? try HelperProtocol.readServer() : nil
      let helper = HelperProtocol(try source().load(substitution: .environment))
      guard let server else { return answer(helper.list()) }
      guard let pair = try helper.get(server, allowsLooseKey: false, now: Int64(time(nil))) else {
        return refuse(HelperProtocol.notFound)
      }
      return answer(pair)
    } catch {
      return refuse("mirror: \(error)")
    }
  }

  /// The standard configuration; beside an executable of its own name, also that of `mirror`.
  private func source() throws(LoginError) -> ConfigSource {
    let standard = try ConfigSource.standard()
    let suffix = "/\(Self.programName).config"
    guard standard.path.hasSuffix(suffix), access(standard.path, F_OK) != 0 else { return standard }
    let beside = standard.path.dropLast(suffix.utf8.count) + "/mirror.config"
    return access(String(beside), F_OK) == 0 ? ConfigSource(String(beside)) : standard
  }

  private func answer(_ bytes: borrowing SecretBuffer) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      do throws(WriteFailure) {
        try write(bytes, to: STDOUT_FILENO, path: "standard output")
        return EXIT_SUCCESS
      } catch {
        printError("mirror: \(error)")
        return EXIT_FAILURE
      }
    }
  }

  private func answer(_ text: String) -> Int32 {
    var buffer = SecretBuffer()
    buffer.append(text)
    return answer(buffer)
  }

  private func refuse(_ message: String) -> Int32 {
    _ = answer(message + "\n")
    return EXIT_FAILURE
  }
}
