internal import FaultInjection
internal import SpecHarness

/// A byte at which text ends.
///
/// A program that takes random bytes for text loses those behind it, or before it. 255 is the end of a file for who reads into a `char`.
enum SpecialByte: UInt8, CaseIterable {
  case zero = 0
  case newline = 0x0a
  case endOfFile = 0xff

  var circumstance: String { " where one of them is \(name)" }

  private var name: String {
    switch self {
    case .zero: "0"
    case .newline: "a newline (10)"
    case .endOfFile: "255, as EOF is"
    }
  }

  /// Those that are lost first, in a group of bytes of which the last but one has this value.
  func neighbours(in group: [EntropyBytes.Place]) -> [EntropyBytes.Place] {
    let behind = group[group.count - 1]
    // Nobody reads lines from behind.
    return self == .zero ? [behind, group[group.count - 3]] : [behind]
  }
}

extension EntropyCase {
  /// Judges a key that depends on enough bytes by what it depends on when one of them has a certain value.
  ///
  /// - Returns: whether nothing is wrong.
  static func judge(
    _ special: SpecialByte, among bytes: inout EntropyBytes, _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool {
    let isSteady = bytes.seeded.isSteady
    for group in groups(of: bytes.places) {
      // Near the end: what comes before it, or behind it, is then lost in part at least.
      let middle = group[group.count - 2]
      var run = bytes.seeded.run
      run.options.alterations[middle.draw.identity, default: DrawAlteration()].setByte = (
        middle.byte, special.rawValue
      )
      if isSteady {
        guard let isSuspect = try isSuspect(run, special, in: group, &bytes, &experiment) else {
          return false
        }
        if !isSuspect { continue }
      }
      let outcome = try run.record(&experiment)
      guard let key = key(of: run, outcome, special.circumstance, isSteady: isSteady, &experiment),
        try judgeBytes(of: key, special.circumstance, &experiment) != nil
      else { return false }
    }
    return true
  }

  /// Whether a byte that is lost first, where another one has a certain value, seems to be of no use; nil where that is open.
  private static func isSuspect(
    _ run: SeededRun, _ special: SpecialByte, in group: [EntropyBytes.Place], _ bytes: inout EntropyBytes,
    _ experiment: inout Experiment
  ) throws(CaseFailure) -> Bool? {
    // The first draw of which a byte is changed.
    let start = group[group.count - 3].draw
    let changed = special.neighbours(in: group).map { neighbour in
      run.changing([neighbour.draw.identity: [neighbour.byte..<neighbour.byte + 1]], .complement)
    }
    var keys = try keys(of: [run] + changed) { run throws(CaseFailure) in
      try bytes.copy(run, from: start, &experiment)
    }
    if keys == nil {
      keys = try self.keys(of: [run] + changed) { run throws(CaseFailure) in
        key(of: run, try run.record(&experiment), special.circumstance, isSteady: true, &experiment)
      }
    }
    guard let keys, let usual = keys.first else { return nil }
    // One that finds a byte unfit, and draws again, is as good: the search will tell.
    return keys.dropFirst().contains { $0.key == usual.key }
  }

  /// The keys of runs; nil where one of them makes none.
  private static func keys(
    of runs: [SeededRun], _ make: (SeededRun) throws(CaseFailure) -> SeededKey?
  ) throws(CaseFailure) -> [SeededKey]? {
    var keys: [SeededKey] = []
    for run in runs {
      guard let key = try make(run) else { return nil }
      keys.append(key)
    }
    return keys
  }

  /// The bytes of each draw by themselves; of draws of very few bytes, all of them together.
  private static func groups(of places: [EntropyBytes.Place]) -> [[EntropyBytes.Place]] {
    var groups: [[EntropyBytes.Place]] = []
    for place in places {
      if groups.last?.last?.draw.identity == place.draw.identity {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
    groups.removeAll { $0.count < 4 }
    return groups.isEmpty ? [places] : groups
  }
}
