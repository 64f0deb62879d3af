internal import Crosscheck

/// KG-KEY-1 and KG-KEY-2: both libraries' opinion of one key pair, each asked on its own.
enum KeyChecks {
  private static let judge = KeyJudge()

  /// The libraries that are asked, with their versions.
  static var libraries: [String] { judge.libraries }

  /// Messages of lengths around which a hash has something new to do, in bytes.
  private static let messages: [[UInt8]] = [0, 1, 64, 200].map { length in
    (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
  }

  /// Judges the private value of 32 bytes with the `x` of either set; what is missing stays unjudged.
  static func judge(
    seed: [UInt8]?, privateX: [UInt8]?, publicX: [UInt8]?, into judgements: inout Judgements
  ) {
    if let seed, let privateX, privateX.count == 32 {
      apply(judge.faults(ofDerivationFrom: seed, to: privateX), .key1, x: privateX, into: &judgements)
    } else if let publicX, publicX.count == 32, let fault = judge.faults(ofPublicKey: publicX).first {
      // No private value has such a public key, so there is no need to know it.
      judgements.violate(.key1, fault.message, expected: fault.expected, observed: fault.observed)
    }
    if let seed, let publicX, publicX.count == 32 {
      // One message that fails says all; explaining each would take long.
      let faults = messages.lazy.map {
        judge.faults(ofSigningWith: seed, verifyingWith: publicX, messages: [$0])
      }
      apply(faults.first { !$0.isEmpty } ?? [], .key2, x: publicX, into: &judgements)
    }
  }

  private static func apply(
    _ faults: [KeyFault], _ requirement: RequirementID, x: [UInt8], into judgements: inout Judgements
  ) {
    if faults.isEmpty { judgements.hold(requirement) }
    for fault in faults {
      // Where the libraries disagree on an honest key, the fault is theirs and nothing follows about the subject.
      if fault.kind == .wrong || fault.kind == .disagreement && !PublicKeyClass(x).isHonest {
        judgements.violate(
          requirement, fault.message, expected: fault.expected, observed: fault.observed)
      } else {
        judgements.leaveOpen(requirement, "\(fault.message): \(fault.observed)")
      }
    }
  }
}
