internal import Synchronization

/// What every case of one run of the suite shares.
package struct CaseContext: Sendable {
  package let subject: Subject
  package let yard: SandboxYard
  package let seed: UInt64
  /// In seconds.
  package let deadline: Double
  package var baseline: Baseline
  package let patience: Patience
  package let flaws = KnownFlaws()
  /// Where the sandboxes of failing cases are copied to, if at all.
  package let keep: String?
}

/// What a plain run of the subject looks like, found out before the cases begin.
package struct Baseline: Sendable {
  /// The form that is used wherever the form does not matter.
  package var form: InvocationForm = .shortFlag
  /// Whether the output directory has to be there beforehand for the run to work.
  package var needsDirectory = false
  /// Whether any form made at least one of the two files.
  package var works = false
  /// Whether that run said that it succeeded and made both.
  package var succeeds = false
  /// Whether a successful run prints the success lines.
  package var printsLines = false
  /// What a success leaves in the output directory beside the two files.
  package var extras: [String] = []
  /// What it leaves elsewhere, relative to the sandbox's root.
  package var extrasElsewhere: Set<String> = []
  /// Whether neither a success nor a refusal leaves anything but the pair.
  package var isTidy = false
  /// Whether the two files belong together.
  package var matches = false
  /// The lengths of the two files in bytes.
  package var privateSize = 0
  package var publicSize = 0

  package init() {}

  func size(_ file: KeyFile) -> Int { file == .privateSet ? privateSize : publicSize }
}

/// Ends a suite whose subject hangs over and over, so that it ends at all; and waits no longer than it has to.
package final class Patience: Sendable {
  /// How many runs may reach their deadline before no more are started.
  private static let limit = 12
  private let timeOuts = Atomic<Int>(0)
  private let strays = Atomic<Int>(0)

  package init() {}

  package func noteTimeOut() { timeOuts.wrappingAdd(1, ordering: .relaxed) }

  package var isOver: Bool { timeOuts.load(ordering: .relaxed) >= Self.limit }

  package func noteStrays() { strays.wrappingAdd(1, ordering: .relaxed) }

  /// How long a run waits for what outlives it, in seconds.
  ///
  /// A busy machine must not make strays of helpers that are about to end; but a subject that has left processes behind
  /// again and again will do so once more.
  package var strayGrace: Double { strays.load(ordering: .relaxed) < 3 ? 3 : 0.25 }
}

/// What is wrong with the key pairs of runs that had no reason to fail, now and then or always: in other runs it is nothing
/// that a fault or a rival has brought about.
package final class KnownFlaws: Sendable {
  private let requirements = Mutex<Set<RequirementID>>([])

  package init() {}

  package func note(_ found: Set<RequirementID>) {
    if !found.isEmpty { requirements.withLock { $0.formUnion(found) } }
  }

  package var known: Set<RequirementID> { requirements.withLock { $0 } }
}
