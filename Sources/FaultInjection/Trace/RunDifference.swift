internal import SystemSupport

/// What tells two runs of a subject apart that should have been alike.
package struct RunDifference: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  private init(_ description: String) { self.description = description }

  /// What was seen of one run, and what it left.
  package struct Side {
    package let recording: Recording
    package let left: Snapshot
    /// The absolute path of the sandbox.
    package let root: String

    package init(_ recording: Recording, in sandbox: Sandbox) {
      self.recording = recording
      left = sandbox.snapshot()
      root = sandbox.root
    }
  }

  /// Compares two runs: their calls and what these returned, how they ended, what they printed and what they left.
  ///
  /// Keys, numbers and addresses differ from run to run.
  ///
  /// - Returns: nil when they are alike.
  package static func between(_ one: Side, _ other: Side) -> RunDifference? {
    if one.recording.unavailableReason != other.recording.unavailableReason {
      return RunDifference("what can be seen")
    }
    return ends(one.recording, other.recording) ?? calls(one.recording, other.recording)
      ?? files(one.left, other.left) ?? output(one, other)
  }

  private static func calls(_ one: Recording, _ other: Recording) -> RunDifference? {
    for (ours, theirs) in zip(one.calls, other.calls) where outline(ours) != outline(theirs) {
      return RunDifference("\(outline(ours)) instead of \(outline(theirs))")
    }
    if one.calls.count != other.calls.count {
      return RunDifference("\(one.calls.count) calls instead of \(other.calls.count)")
    }
    if one.hit != other.hit || one.injections != other.injections {
      return RunDifference("the place of the fault")
    }
    return nil
  }

  private static func outline(_ call: TracedCall) -> String {
    let result = call.result.map { $0 < 0 ? "\($0)" : "done" } ?? "no end"
    return "\(call.name): \(result), process \(call.process)"
  }

  private static func ends(_ one: Recording, _ other: Recording) -> RunDifference? {
    guard let ours = one.result, let theirs = other.result else {
      return one.result == nil && other.result == nil ? nil : RunDifference("the end")
    }
    if ours.ending != theirs.ending { return RunDifference("\(ours.ending) instead of \(theirs.ending)") }
    return ours.strays == theirs.strays
      ? nil : RunDifference("\(ours.strays) strays instead of \(theirs.strays)")
  }

  private static func files(_ one: Snapshot, _ other: Snapshot) -> RunDifference? {
    let (ours, theirs) = (outline(one, beside: other), outline(other, beside: one))
    if ours == theirs { return nil }
    return RunDifference("left: \(ours.first { !theirs.contains($0) } ?? "less than otherwise")")
  }

  /// Names may be drawn at random; what lies under them counts.
  private static func outline(_ tree: Snapshot, beside other: Snapshot) -> [String] {
    tree.entries.map { path, entry in
      "\(other[path] == nil ? "a new name" : path): \(entry)"
    }.sorted()
  }

  private static func output(_ one: Side, _ other: Side) -> RunDifference? {
    guard let ours = one.recording.result, let theirs = other.recording.result else { return nil }
    let (ourNames, theirNames) = (names(one), names(other))
    func isAlike(_ stream: KeyPath<RunResult, [UInt8]>) -> Bool {
      masked(ours[keyPath: stream], one.root, ourNames.subtracting(theirNames))
        == masked(theirs[keyPath: stream], other.root, theirNames.subtracting(ourNames))
    }
    if !isAlike(\.standardOutput) { return RunDifference("standard output") }
    return isAlike(\.standardError) ? nil : RunDifference("standard error")
  }

  /// The names that a run's calls were about.
  private static func names(_ side: Side) -> Set<Substring> {
    Set(side.recording.calls.flatMap { $0.paths.flatMap { $0.split(separator: "/") } })
  }

  /// - Parameter names: those that the run has drawn at random.
  private static func masked(_ bytes: [UInt8], _ root: String, _ names: Set<Substring>) -> String {
    let text = String(decoding: bytes, as: UTF8.self).replacing(root, with: "#")
    return masked(names.reduce(text) { $0.replacing($1, with: "#") })
  }

  /// Takes the words out of a text that hold a digit or are long: keys, numbers, addresses, and random names.
  private static func masked(_ text: String) -> String {
    var result = ""
    var word = ""
    func end() {
      result += word.count >= 20 || word.contains(where: \.isNumber) ? "#" : word
      word = ""
    }
    for character in text {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        word.append(character)
      } else {
        end()
        result.append(character)
      }
    }
    end()
    return result
  }
}
