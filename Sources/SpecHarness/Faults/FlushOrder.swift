internal import FaultInjection
internal import SystemSupport

/// When a file was written, named and flushed.
struct FlushOrder {
  private(set) var contentIsFlushed = false
  private(set) var nameIsFlushed = false
  let description: String

  init(_ calls: [TracedCall], _ file: KeyFile, _ purposes: Purposes) {
    let success = Array(file.successPrefix.utf8)
    let said =
      calls.firstIndex { call in
        call.name.roles == [.standardOutput] && call.bytes.contains(run: success)
      } ?? calls.count
    func serves(_ call: TracedCall) -> Bool {
      call.name.roles.contains { purposes.files(of: $0).contains(file) }
    }
    let target: PathRole = file == .privateSet ? .privateKey : .publicKey
    let brings = Self.formerDirectory(calls) != nil
    let named =
      calls.lastIndex { call in
        guard call.creates, call.succeeded, let role = call.name.roles.last else { return false }
        return role == target || brings && call.kind == .open && purposes.files(of: role).contains(file)
      } ?? -1
    // What a copy is taken from may serve both files; it is written where it goes. A copy made later is another file.
    let written =
      calls.indices.last { index in
        let call = calls[index]
        guard [.write, .copy, .map, .resize].contains(call.kind), let role = call.name.roles.last else {
          return false
        }
        return role == target || index < named && purposes.files(of: role).contains(file)
      } ?? -1
    let isSynchronous = calls.contains {
      $0.kind == .open && serves($0) && $0.openFlags & OpenFlags.dataSynchronous != 0
    }
    let all = { (call: TracedCall) in call.name.call == "sync" || call.name.call == "syncfs" }
    let flushes = calls.indices.filter { $0 < said && calls[$0].kind == .flush && calls[$0].succeeded }
    contentIsFlushed =
      isSynchronous || flushes.contains { $0 > written && (serves(calls[$0]) || all(calls[$0])) }
    let former = Self.formerDirectory(calls)
    nameIsFlushed = flushes.contains { index in
      let roles = calls[index].name.roles
      return index > named
        && (roles.contains(.directory) || former.map { roles.contains($0) } ?? false || all(calls[index]))
    }
    description =
      flushes.isEmpty
      ? "no flush before the success line"
      : "flushes before the success line: " + flushes.map { "\(calls[$0].name)" }.joined(separator: ", ")
  }

  /// What the output directory was before it got its name, when it was filled under another.
  private static func formerDirectory(_ calls: [TracedCall]) -> PathRole? {
    calls.first { $0.kind == .rename && $0.succeeded && $0.name.roles.last == .directory }?.name.roles.first
  }
}
