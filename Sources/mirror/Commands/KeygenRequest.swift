internal import Ed25519
internal import Glibc
internal import MirrorReference
internal import OpenSSLBackend
internal import SodiumBackend

/// What a user asks of `mirror keygen`, however the arguments were read.
struct KeygenRequest: Equatable {
  enum Backend: String, CaseIterable {
    case sodium
    case openssl
  }

  enum Format: String, CaseIterable {
    case text
    case json
  }

  var directory = "."
  var backend = Backend.sodium
  var format = Format.text
  var isQuiet = false

  /// Makes the key pair and says where it is.
  ///
  /// - Returns: the exit status.
  func run() -> Int32 {
    let process = ProcessGuards()
    let pair: KeyPair
    let paths: WrittenKeyPair
    do throws(Ed25519Error) {
      pair = try generate()
    } catch {
      return fail("cannot make a key: \(error)")
    }
    // Only now: up to here a signal may end the process at once, also one that waits for entropy.
    let signals = HeldSignals()
    do throws(KeyWriterError) {
      let writer = KeyPairWriter(maskedOwnerBits: process.maskedOwnerBits, signals: signals)
      paths = try writer.write(pair, into: directory)
    } catch {
      let status = fail("\(error)")
      // A signal that was waiting ends the process here, as its sender expects.
      signals.release()
      return status
    }
    guard !isQuiet else { return EXIT_SUCCESS }
    do throws(WriteFailure) {
      let text = KeygenReport(pair: pair, paths: paths).text(in: format)
      try write(text, to: STDOUT_FILENO, path: "standard output")
    } catch {
      // The pair is complete, and its owner may be counting on it: keep it, and say so.
      return fail(
        "the key pair is written to \(paths.privateSet) and \(paths.publicSet), but standard output "
          + "cannot be written: \(error.cause)")
    }
    return EXIT_SUCCESS
  }

  private func generate() throws(Ed25519Error) -> KeyPair {
    switch backend {
    case .sodium: try KeyPair.generate(with: SodiumBackend())
    case .openssl: try KeyPair.generate(with: OpenSSLBackend())
    }
  }

  private func fail(_ message: String) -> Int32 {
    printError("mirror: \(message)")
    return EXIT_FAILURE
  }
}
