/// Where a run is watched, and which paths have a role from the start. All paths are absolute and canonical.
package struct WatchedPlace: Sendable {
  /// The output directory.
  package let output: String
  /// Directories above it that are missing before the run.
  package let parents: Set<String>
  /// Names in the output directory that are there before the run.
  package let foreign: Set<String>

  package var privateKey: String { output + "/privkey.json" }
  package var publicKey: String { output + "/pubkey.json" }

  package init(output: String, parents: Set<String> = [], foreign: Set<String> = []) {
    self.output = output
    self.parents = parents
    self.foreign = foreign
  }
}

/// Gives every path of a run its role, numbering new names in the order in which they appear.
struct RoleBook {
  let place: WatchedPlace
  private let privateKey: String
  private let publicKey: String
  private let inside: String
  private(set) var temporaries: [String: Int] = [:]
  private(set) var scratches: [String: Int] = [:]

  init(place: WatchedPlace) {
    self.place = place
    privateKey = place.privateKey
    publicKey = place.publicKey
    inside = place.output + "/"
  }

  /// The role of a path, or nil if it has none. A path elsewhere gets one when a call is about to create it.
  mutating func role(of path: String, creating: Bool) -> PathRole? {
    if path.utf8.starts(with: inside.utf8) {
      if path == privateKey { return .privateKey }
      if path == publicKey { return .publicKey }
      if isForeign(path) { return .foreign }
      if let number = temporaries[path] { return .temporary(number) }
      temporaries[path] = temporaries.count + 1
      return .temporary(temporaries.count)
    }
    if path == place.output { return .directory }
    if place.parents.contains(path) { return .parent }
    if let number = scratches[path] { return .scratch(number) }
    guard creating, !isSystem(path) else { return nil }
    scratches[path] = scratches.count + 1
    return .scratch(scratches.count)
  }

  private func isForeign(_ path: String) -> Bool {
    if place.foreign.contains(path) { return true }
    return place.foreign.contains { path.utf8.starts(with: ($0 + "/").utf8) }
  }

  private func isSystem(_ path: String) -> Bool {
    for prefix in ["/dev/", "/proc/", "/sys/"] where path.utf8.starts(with: prefix.utf8) { return true }
    return path == "/"
  }
}
