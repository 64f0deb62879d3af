package import FaultInjection
internal import SystemSupport

/// When a file was written, named and flushed.
package struct FlushOrder {
  /// Whether the content was flushed after the last write and before success was reported.
  package let contentIsFlushed: Bool
  /// Whether the directory was flushed after the name appeared and before success was reported.
  package let nameIsFlushed: Bool
  /// The flushes before success was reported, for a message.
  package let description: String

  /// - Parameters:
  ///   - success: what the run writes to standard output when it reports success.
  package init(_ calls: [TracedCall], _ file: FileLabel, _ purposes: Purposes, success: [UInt8]) {
    let said =
      calls.firstIndex { call in
        call.name.roles == [.standardOutput] && call.bytes.contains(run: success)
      } ?? calls.count
    func serves(_ call: TracedCall) -> Bool { purposes.files(of: call.name).contains(file) }
    let target = PathRole.watched(file)
    let former = Self.formerDirectory(calls)
    let named =
      calls.lastIndex { call in
        guard call.creates, call.succeeded, let role = call.name.roles.last else { return false }
        return role == target
          || former != nil && call.kind == .open && purposes.files(of: role).contains(file)
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
    let flushes = calls.indices.filter { $0 < said && calls[$0].kind == .flush && calls[$0].succeeded }
    contentIsFlushed =
      isSynchronous
      || flushes.contains { $0 > written && (serves(calls[$0]) || Self.isOfEverything(calls[$0])) }
    nameIsFlushed = flushes.contains { index in
      let roles = calls[index].name.roles
      return index > named
        && (roles.contains(.directory) || former.map { roles.contains($0) } ?? false
          || Self.isOfEverything(calls[index]))
    }
    description =
      flushes.isEmpty
      ? "no flush before the success line"
      : "flushes before the success line: " + flushes.map { "\(calls[$0].name)" }.joined(separator: ", ")
  }

  private static func isOfEverything(_ call: TracedCall) -> Bool {
    call.name.call == "sync" || call.name.call == "syncfs"
  }

  /// What the directory was before it got its name, when it was filled under another.
  private static func formerDirectory(_ calls: [TracedCall]) -> PathRole? {
    calls.first { $0.kind == .rename && $0.succeeded && $0.name.roles.last == .directory }?.name.roles.first
  }
}
