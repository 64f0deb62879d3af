internal import ArgumentParser
internal import Crosscheck
internal import KeygenSuite
internal import MirrorLogin
internal import MirrorReference
internal import Reports
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// `mirror jwks`: public sets joined into one, to be published.
struct JWKSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jwks",
    abstract: "Join public JWK sets into one, for publishing old and new keys while they are rotated.",
    discussion: """
      Each FILE is a public set as `mirror keygen` writes it. A private member, two keys of one "kid", and whatever \
      `mirror inspect` refuses are refused; nothing is written then. The same key twice is taken once.

      EXAMPLE
        mirror jwks --out /srv/www/jwks.json old/pubkey.json new/pubkey.json

      EXIT STATUS
        0 written
        1 refused or failed, 64 usage error
        66 a set is missing or unreadable
        70 output cannot be written
      """)

  @Option(help: ArgumentHelp("Replace this file, whole, instead of printing.", valueName: "file"))
  var out: String?

  @Argument(help: "Public JWK sets.")
  var file: [String]

  func run() throws {
    // A private set is refused, but only once it has been read.
    ProcessGuards.protectSecrets()
    var keys: [(kid: String, json: String, path: String)] = []
    for path in file {
      try judge(path)
      for key in try publicKeys(path) {
        if let known = keys.first(where: { $0.kid == key.kid }) {
          guard known.json == key.json else {
            try refuse("\(path): the kid \(key.kid) names another key in \(known.path); one kid, one key")
          }
          continue
        }
        keys.append((key.kid, key.json, path))
      }
    }
    let text = "{\"keys\":[\(keys.map(\.json).joined(separator: ","))]}\n"
    guard let out else { return try printText(text) }
    do throws(LoginError) { try PublishedFile(out).write(text, calls: KernelCalls()) } catch {
      printError("mirror: \(error)")
      throw ExitCode(70)
    }
  }

  /// Refuses what `mirror inspect` refuses.
  private func judge(_ path: String) throws {
    let inspection = Inspector(paths: [path]).run()
    if let error = inspection.errors.first {
      printError("mirror: \(error)")
      throw ExitCode(66)
    }
    for outcome in inspection.outcomes where !outcome.isConformant {
      printError(outcome.text())
      try refuse("\(path): mirror inspect refuses it, see above; nothing is written")
    }
  }

  /// The keys of a set with their public members, in a fixed order.
  private func publicKeys(_ path: String) throws -> [(kid: String, json: String)] {
    do {
      let bytes = try Input.file(path, limit: 1 << 20)
      // Refuses private members.
      _ = try KeySet(bytes)
      let root = try StrictJSON.read(bytes)
      return (root["keys"]?.arrayValue ?? []).compactMap { key in
        guard let kid = key["kid"]?.stringValue else { return nil }
        let members = ["kty", "crv", "alg", "use", "key_ops", "kid", "x"].compactMap { name in
          key[name].map { JSONMember(name: name, value: $0) }
        }
        return (kid, JSONValue.object(members).serialized(pretty: false))
      }
    } catch let error as InputError {
      printError("mirror: \(error)")
      throw ExitCode(66)
    } catch let error as KeySetError {
      try refuse("\(path): \(error)")
    }
  }

  private func refuse(_ message: String) throws -> Never {
    printError("mirror: \(message)")
    throw ExitCode(1)
  }
}
