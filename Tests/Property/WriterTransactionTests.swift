import Crosscheck
import FaultInjection
import Glibc
import MirrorReference
import SystemPackage
import SystemSupport
import Testing

@Suite("The writer's transaction")
struct WriterTransactionTests {
  @Test("Without faults a complete pair appears", arguments: Abilities.all)
  func success(_ abilities: Abilities) throws {
    let sandbox = try WriterSandbox()
    let calls = FaultyCalls(abilities: abilities)
    let error = try sandbox.write(to: "a/b/", calls: calls)
    #expect(error == nil)
    let defect = try sandbox.defect(ofPairIn: "a/b")
    #expect(defect == nil)
    #expect(calls.made.contains("openExclusive") == !(abilities.unnamedFiles && abilities.canLink))
  }

  @Test("Any single fault leaves a complete pair or what was there before", arguments: Abilities.all)
  func singleFaults(_ abilities: Abilities) throws {
    for fault in Trial.faults {
      for index in 0..<Trial.mostCalls {
        let trial = Trial(faults: [index: fault], abilities: abilities)
        let (outcome, fired) = try trial.run()
        #expect(outcome == nil, "\(trial)")
        if !fired { break }
      }
    }
  }

  @Test(
    "Any two faults leave a complete pair or what was there before",
    arguments: [Abilities.all[0], Abilities.all[2], Abilities.all[4]])
  func twoFaults(_ abilities: Abilities) throws {
    for first in 0..<Trial.mostCalls {
      for second in (first + 1)..<Trial.mostCalls {
        let trial = Trial(
          faults: [first: .error(.ioError), second: .error(.noSpace)], abilities: abilities)
        let (outcome, fired) = try trial.run()
        #expect(outcome == nil, "\(trial)")
        if !fired { break }
      }
    }
  }

  @Test("Any sequence of faults leaves a complete pair or what was there before")
  func sequences() throws {
    var random = SplitMix64(seed: 20_261_123)
    for _ in 0..<1_500 {
      var trial = Trial(faults: [:], abilities: Abilities.all.randomElement(using: &random) ?? Abilities())
      let density = Double.random(in: 0.02...0.5, using: &random)
      for index in 0..<Trial.mostCalls where Double.random(in: 0..<1, using: &random) < density {
        trial.faults[index] = Trial.faults.randomElement(using: &random)
      }
      guard try trial.run().defect != nil else { continue }
      let smallest = try trial.shrunk()
      Issue.record("\(try smallest.run().defect ?? "") with \(smallest)")
      return
    }
  }

  @Test("A signal at any call leaves a complete pair or what was there before", arguments: Abilities.all)
  func signals(_ abilities: Abilities) throws {
    var refusals = 0
    for index in 0..<Trial.mostCalls {
      let trial = Trial(faults: [index: .signal], abilities: abilities)
      let (outcome, fired) = try trial.run()
      #expect(outcome == nil, "\(trial)")
      if fired { refusals += 1 }
    }
    #expect(refusals > 10)
  }

  @Test(
    "An ordinary user whose umask masks the owner's bits is left a complete pair or what was there before",
    arguments: Abilities.all, [0o700, 0o300, 0o200, 0o100] as [ModeBits])
  func maskedOwner(_ abilities: Abilities, _ bits: ModeBits) throws {
    for fault: Fault in [.error(.ioError), .errorAfter(.ioError), .signal] {
      for index in 0..<Trial.mostCalls {
        let trial = Trial(faults: [index: fault], abilities: abilities, maskedOwnerBits: bits)
        let (outcome, fired) = try trial.run()
        #expect(outcome == nil, "\(trial)")
        if !fired { break }
      }
    }
  }

  @Test("What stays of a way that the file system lacks is reported by its path")
  func leftoverOfFirstWay() throws {
    let sandbox = try WriterSandbox()
    let clean = FaultyCalls()
    _ = try sandbox.write(to: "clean", calls: clean)
    // The private file gets no name by a link, and the public one keeps its own.
    let link = try #require(clean.made.lastIndex(of: "linkThroughProc"))
    let calls = FailingRemovals(fault: (link, .notPermitted), abilities: Abilities())
    let error = try #require(try sandbox.write(to: "new", calls: calls.faulty(in: sandbox)))
    #expect(error.cause == .system(.notPermitted))
    #expect(try sandbox.snapshot()["new/pubkey.json"] != nil)
    #expect(
      error.leftovers.contains { $0.path == "\(sandbox.path)/new/pubkey.json" && $0.reason == .ioError })
    #expect(error.description.contains("new/pubkey.json is gone"))
  }

  @Test("After any failed run a retry succeeds")
  func retry() throws {
    for index in 0..<Trial.mostCalls {
      let sandbox = try WriterSandbox()
      let failure = try sandbox.write(to: "new", calls: FaultyCalls(faults: [index: .error(.noSpace)]))
      guard failure != nil else { continue }
      let error = try sandbox.write(to: "new", calls: FaultyCalls())
      #expect(error == nil, "after a fault at call \(index)")
      let defect = try sandbox.defect(ofPairIn: "new")
      #expect(defect == nil)
    }
  }

  @Test("What cannot be removed is reported, and holds no key", arguments: [Abilities(), Abilities.all[3]])
  func leftovers(_ abilities: Abilities) throws {
    let sandbox = try WriterSandbox()
    let last = FaultyCalls(abilities: abilities)
    _ = try sandbox.write(to: "clean", calls: last)
    let flush = try #require(last.made.lastIndex(of: "flush"))
    // The flush fails, and from then on every removal.
    let calls = FailingRemovals(fault: (flush, .ioError), abilities: abilities)
    let error = try #require(try sandbox.write(to: "new", calls: calls.faulty(in: sandbox)))
    let snapshot = try sandbox.snapshot()
    let left = snapshot.keys.filter { $0.hasPrefix("new/") }.sorted()
    #expect(left == ["new/privkey.json", "new/pubkey.json"])
    #expect(snapshot["new/privkey.json"]?.bytes == [])
    for path in left + ["new"] {
      #expect(error.leftovers.contains { $0.path.hasSuffix(path) }, "\(path) is reported")
      #expect(error.description.contains("cannot make sure"))
    }
  }
}

extension Abilities {
  var canLink: Bool { proc || linkByDescriptor }
}

/// Makes one call and all removals after it fail.
private struct FailingRemovals {
  let fault: (call: Int, error: Errno)
  let abilities: Abilities

  /// Finds the numbers of the removals by running with ever more faults.
  func faulty(in sandbox: borrowing WriterSandbox) throws -> FaultyCalls {
    var faults: [Int: Fault] = [fault.call: .error(fault.error)]
    for round in 0..<20 {
      let calls = FaultyCalls(faults: faults, abilities: abilities)
      _ = try sandbox.write(to: "try\(round)", calls: calls)
      let next = calls.made.indices.first { index in
        faults[index] == nil && ["unlink", "removeDirectory"].contains(calls.made[index])
      }
      guard let next else { break }
      faults[next] = .error(.ioError)
    }
    return FaultyCalls(faults: faults, abilities: abilities)
  }
}

/// One run of the writer with faults, and its verdict.
struct Trial: CustomStringConvertible {
  /// More calls than any run makes.
  static let mostCalls = 120

  static let faults: [Fault] = [
    .error(.ioError), .error(.noSpace), .error(.interrupted), .error(.permissionDenied),
    .error(.notSupported),
    .error(.invalidArgument), .error(.fileExists), .error(.noSuchFileOrDirectory), .error(.notPermitted),
    .error(.badFileDescriptor), .error(.isDirectory), .error(.directoryNotEmpty), .errorAfter(.ioError),
    .errorAfter(.interrupted), .short(0), .short(1), .short(100), .signal,
  ]

  var faults: [Int: Fault]
  var abilities: Abilities
  /// Those of an ordinary user; root makes the trial without any.
  var maskedOwnerBits: ModeBits = 0

  var description: String {
    let list = faults.sorted { $0.key < $1.key }.map { "\($0.value) at call \($0.key)" }
    let mask = maskedOwnerBits == 0 ? "" : "; without the owner's bits 0\(String(maskedOwnerBits, radix: 8))"
    return "\(list.joined(separator: ", ")); \(abilities)\(mask)"
  }

  /// Runs in a directory with foreign files.
  ///
  /// - Returns: what is wrong with the state that is left, if anything, and whether every fault came to pass.
  func run() throws -> (defect: String?, fired: Bool) {
    let sandbox = try WriterSandbox()
    try createFile("\(sandbox.path)/foreign", "not ours")
    let before = try sandbox.snapshot()
    let calls = FaultyCalls(faults: faults, abilities: abilities, isOrdinaryUser: maskedOwnerBits != 0)
    let error = try sandbox.write(to: "a/b", calls: calls, maskedOwnerBits: maskedOwnerBits)
    if error == nil, maskedOwnerBits != 0 {
      for path in ["a", "a/b"].map({ "\(sandbox.path)/\($0)" }) {
        guard try Entry(path).mode & maskedOwnerBits == 0 else { return ("\(path) is not masked", false) }
        // The rest of the trial has to get in.
        chmod(path, 0o700)
      }
    }
    let after = try sandbox.snapshot()
    let fired = calls.fired == faults.count
    guard calls.made.count < Self.mostCalls else { return ("\(calls.made.count) calls", fired) }
    if before["foreign"] != after["foreign"] { return ("a foreign file was changed", fired) }
    guard let error else { return (try sandbox.defect(ofPairIn: "a/b"), fired) }
    // Only what could not be removed may be left, and it is reported, also when the first try failed only.
    let left = after.keys.filter { before[$0] == nil }
    let reported = left.filter { path in
      error.leftovers.contains { $0.path.hasSuffix(path) || $0.path.contains("/\(path)/") }
    }
    if calls.failedRemovals == 0 || left.count != reported.count {
      return (left.isEmpty ? nil : "left: \(left.sorted()); \(error)", fired)
    }
    for path in left where path.contains("privkey") && after[path]?.bytes.isEmpty == false {
      // The truncation may have been made to fail as well.
      if calls.fired < 4 { return ("a secret is left in \(path)", fired) }
    }
    return (nil, fired)
  }

  /// The same failure with as few faults as possible.
  func shrunk() throws -> Trial {
    var smallest = self
    for index in faults.keys.sorted(by: >) {
      var smaller = smallest
      smaller.faults[index] = nil
      if try smaller.run().defect != nil { smallest = smaller }
    }
    return smallest
  }
}
