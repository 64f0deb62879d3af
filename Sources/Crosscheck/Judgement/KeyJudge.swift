package import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import SystemSupport

/// What is wrong with a key pair: one finding of the judge.
package struct KeyFault: Sendable, Equatable {
  /// The kinds of fault.
  package enum Kind: Sendable, Equatable {
    /// The two libraries do not say the same, so that nothing follows about the key alone.
    case disagreement
    /// A library failed, which no key should bring about.
    case libraryFailure
    /// The key itself is at fault, and the libraries agree.
    case wrong
  }

  /// The kind of fault.
  package let kind: Kind
  /// What is wrong, in one line without secret bytes.
  package let message: String
  /// What a good key would give.
  package let expected: String
  /// What this one gave, library by library.
  package let observed: String
}

/// Judges keys by every backend at once and keeps their answers apart.
package struct KeyJudge: Sendable {
  private let backends: [any Ed25519Backend]

  /// Makes a judge of the two libraries, or of given ones.
  package init(backends: [any Ed25519Backend] = [SodiumBackend(), OpenSSLBackend()]) {
    self.backends = backends
  }

  /// The libraries' names and versions, in the order they are asked.
  package var libraries: [String] { backends.map(\.name) }

  /// Checks that a public key has the form that an honest generator gives it: 32 bytes that encode, canonically, a
  /// point of order L (RFC 8032 §5.1.3).
  package func faults(ofPublicKey x: [UInt8]) -> [KeyFault] {
    let keyClass = PublicKeyClass(x)
    guard !keyClass.isHonest else { return [] }
    return [
      KeyFault(
        kind: .wrong, message: "the public key is \(keyClass)",
        expected: "the canonical encoding of a point of order L, 32 bytes", observed: "\(keyClass)"
      )
    ]
  }

  /// Checks that x is the public key of d in every library (RFC 8032 §5.1.5, RFC 8037 §2).
  ///
  /// - Parameters:
  ///   - d: the private key; its bytes appear in no fault.
  ///   - x: the public key; its bytes appear in no fault, either.
  package func faults(ofDerivationFrom d: [UInt8], to x: [UInt8]) -> [KeyFault] {
    guard let seed = Seed(d) else { return [wrongSeedLength(d.count)] }
    var answers: [Answer<[UInt8]>] = []
    for backend in backends {
      do throws(Ed25519Error) {
        answers.append(Answer(backend.name, .success(try backend.publicKey(of: seed))))
      } catch {
        answers.append(Answer(backend.name, .failure(error)))
      }
    }
    var faults = failures(answers)
    let values = answers.compactMap(\.value)
    // The bytes of x are not quoted, either: a broken generator may have put the private value there.
    if Set(values).count > 1 {
      faults.append(
        KeyFault(
          kind: .disagreement,
          message: "the libraries derive different public keys from the same private key",
          expected: "one public key", observed: describe(answers) { hex($0) }))
    } else if let derived = values.first, derived != x {
      faults.append(
        KeyFault(
          kind: .wrong, message: "the public key is not the one derived from the private key",
          expected: "\(hex(derived)), by every library",
          observed: "other bytes, which are \(PublicKeyClass(x))"))
    }
    return faults
  }

  /// Signs messages with d in every library and verifies each signature with x in every library.
  ///
  /// A signature that several libraries make is one signature, and verified once by each.
  ///
  /// - Parameter d: the private key; its bytes appear in no fault.
  package func faults(ofSigningWith d: [UInt8], verifyingWith x: [UInt8], messages: [[UInt8]]) -> [KeyFault] {
    guard let seed = Seed(d) else { return [wrongSeedLength(d.count)] }
    var faults: [KeyFault] = []
    for message in messages {
      var signatures: [Answer<[UInt8]>] = []
      for backend in backends {
        do throws(Ed25519Error) {
          signatures.append(Answer(backend.name, .success(try backend.sign(message, with: seed))))
        } catch {
          signatures.append(Answer(backend.name, .failure(error)))
        }
      }
      faults += failures(signatures)
      if Set(signatures.compactMap(\.value)).count > 1 {
        faults.append(
          KeyFault(
            kind: .disagreement, message: "the libraries sign \(message.count) bytes differently",
            expected: "one signature (RFC 8032 signs without randomness)",
            observed: describe(signatures) { "\($0.count) bytes" }))
      }
      var verified: Set<[UInt8]> = []
      for bytes in signatures.compactMap(\.value) where verified.insert(bytes).inserted {
        let signers = signatures.filter { $0.value == bytes }.map(\.library).joined(separator: " and ")
        faults += verify(bytes, madeBy: signers, of: message, by: x)
      }
    }
    return faults
  }

  private func verify(
    _ bytes: [UInt8], madeBy signers: String, of message: [UInt8], by x: [UInt8]
  ) -> [KeyFault] {
    var verdicts: [Answer<Bool>] = []
    for backend in backends {
      do throws(Ed25519Error) {
        verdicts.append(Answer(backend.name, .success(try backend.verify(bytes, of: message, by: x))))
      } catch {
        verdicts.append(Answer(backend.name, .failure(error)))
      }
    }
    var faults = failures(verdicts)
    let values = verdicts.compactMap(\.value)
    guard values.contains(false) else { return faults }
    let explanation = Explanation(Signed(publicKey: x, message: message, signature: bytes))
    faults.append(
      KeyFault(
        kind: values.contains(true) ? .disagreement : .wrong,
        message:
          "a signature made with the private set by \(signers) does not verify with the public set",
        expected: "accepted by every library",
        observed: "\(describe(verdicts) { $0 ? "accepts" : "rejects" }); \(explanation)"))
    return faults
  }

  private func failures<Value>(_ answers: [Answer<Value>]) -> [KeyFault] {
    answers.compactMap { answer in
      guard case .failure(let error) = answer.result else { return nil }
      return KeyFault(
        kind: .libraryFailure, message: "\(answer.library) failed", expected: "an answer",
        observed: "\(error)")
    }
  }

  private func describe<Value>(_ answers: [Answer<Value>], _ text: (Value) -> String) -> String {
    answers.map { answer in "\(answer.library): \(answer.value.map(text) ?? "failed")" }.joined(
      separator: "; ")
  }

  private func wrongSeedLength(_ count: Int) -> KeyFault {
    KeyFault(
      kind: .wrong, message: "the private key has a wrong length", expected: "32 bytes",
      observed: "\(count) bytes")
  }
}

/// What one library said.
private struct Answer<Value: Sendable>: Sendable {
  let library: String
  let result: Result<Value, Ed25519Error>

  init(_ library: String, _ result: Result<Value, Ed25519Error>) {
    self.library = library
    self.result = result
  }

  var value: Value? { try? result.get() }
}
