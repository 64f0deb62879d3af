/// Where a run is watched, and which paths have a role from the start.
///
/// All paths are absolute and canonical.
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
  private var temporaryCount = 0
  private var scratchCount = 0
  private var reserved = 0

  init(place: WatchedPlace) {
    self.place = place
    privateKey = place.privateKey
    publicKey = place.publicKey
    inside = place.output + "/"
  }

  /// The role of a path, or nil if it has none.
  ///
  /// A path elsewhere gets one when a call is about to create it.
  mutating func role(of path: String, creating: Bool) -> PathRole? {
    if path.utf8.starts(with: inside.utf8) {
      if path == privateKey { return .privateKey }
      if path == publicKey { return .publicKey }
      if isForeign(path) { return .foreign }
      if let number = temporaries[path] { return .temporary(number) }
      temporaryCount += 1
      temporaries[path] = temporaryCount
      return .temporary(temporaryCount)
    }
    if path == place.output { return .directory }
    if place.parents.contains(path) { return .parent }
    if let number = scratches[path] { return .scratch(number) }
    guard creating, !isSystem(path) else { return nil }
    scratchCount += 1
    scratches[path] = scratchCount
    return .scratch(scratchCount)
  }

  /// Numbers a file that has no name yet (O_TMPFILE), made below a directory.
  mutating func reserveUnnamed(below directory: String) -> PathRole {
    reserved += 1
    let path = "\(directory)/#reserved-\(reserved)"
    return role(of: path, creating: true) ?? .elsewhere
  }

  /// Says what /proc calls the file that got a number beforehand.
  mutating func bind(_ path: String, to role: PathRole) {
    switch role {
    case .temporary(let number): temporaries[path] = number
    case .scratch(let number): scratches[path] = number
    default: break
    }
  }

  private func isForeign(_ path: String) -> Bool {
    if place.foreign.contains(path) { return true }
    return place.foreign.contains { path.utf8.starts(with: ($0 + "/").utf8) }
  }

  private func isSystem(_ path: String) -> Bool {
    // A file system in memory like /tmp may be, and no device.
    if path.utf8.starts(with: "/dev/shm/".utf8) { return false }
    for prefix in ["/dev/", "/proc/", "/sys/"] where path.utf8.starts(with: prefix.utf8) { return true }
    return path == "/"
  }
}
