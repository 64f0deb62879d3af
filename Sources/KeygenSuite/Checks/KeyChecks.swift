internal import Crosscheck
internal import SpecHarness

/// KG-KEY-1 and KG-KEY-2: both libraries' opinion of one key pair, each asked on its own.
enum KeyChecks {
  private static let judge = KeyJudge()

  /// The libraries that are asked, with their versions.
  static var libraries: [String] { judge.libraries }

  /// Judges the private value of 32 bytes with the `x` of either set; what is missing stays unjudged.
  static func judge(
    seed: [UInt8]?, privateX: [UInt8]?, publicX: [UInt8]?, into judgements: inout Judgements
  ) {
    var isDerived = false
    if let seed, let privateX, privateX.count == 32 {
      let faults = judge.faults(ofDerivationFrom: seed, to: privateX)
      isDerived = faults.isEmpty && privateX == publicX
      apply(faults, .key1, x: privateX, into: &judgements)
    } else if let publicX, publicX.count == 32, let fault = judge.faults(ofPublicKey: publicX).first {
      // No private value has such a public key, so there is no need to know it.
      judgements.violate(.key1, fault.message, expected: fault.expected, observed: fault.observed)
    }
    if let seed, let publicX, publicX.count == 32 {
      // One message that fails says all; explaining each would take long.
      let faults = messages(for: publicX, isDerived: isDerived).lazy.map {
        judge.faults(ofSigningWith: seed, verifyingWith: publicX, messages: [$0])
      }
      apply(faults.first { !$0.isEmpty } ?? [], .key2, x: publicX, into: &judgements)
    }
  }

  /// What is signed: one message of a length that differs from key to key, where both libraries derive the public key from
  /// the private one; else several, since a hostile public key may accept some.
  private static func messages(for x: [UInt8], isDerived: Bool) -> [[UInt8]] {
    let lengths = isDerived ? x.prefix(1).map(Int.init) : [0, 1, 64, 200]
    return lengths.map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) } }
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
        judgements.markUndecided(requirement, "\(fault.message): \(fault.observed)")
      }
    }
  }
}
