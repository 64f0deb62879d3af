internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// The recorded calls of a subject in readable form.
enum TraceListing {
  /// One line per call: its name, what it returned, what it is for.
  static func lines(_ recording: Recording, _ purposes: Purposes) -> [String] {
    let names = recording.calls.map { "\($0.name)" }
    let width = names.map(\.count).max() ?? 0
    let processes = Set(recording.calls.map(\.process)).count
    return zip(recording.calls, names).map { call, name in
      var line = name + String(repeating: " ", count: width - name.count + 2)
      line += "= " + result(of: call)
      if call.requested > 0 { line += " of \(call.requested) bytes" }
      let served = call.name.roles.reduce(into: Set<FileLabel>()) { found, role in
        switch role {
        case .temporary, .scratch: found.formUnion(purposes.files(of: role))
        default: break
        }
      }
      for file in purposes.files where served.contains(file.label) { line += "  (for \(file.name))" }
      if processes > 1 { line += "  process \(call.process)" }
      if let path = call.paths.last, !path.isEmpty, !isStandardStream(call) { line += "  \(path)" }
      return line
    }
  }

  private static func isStandardStream(_ call: TracedCall) -> Bool {
    call.name.roles == [.standardOutput] || call.name.roles == [.standardError]
  }

  static func result(of call: TracedCall) -> String {
    guard let result = call.result else { return "?" }
    if call.kind == .map, result > 0 { return "mapped" }
    return result < 0 ? errnoText(Int32(-result)) : "\(result)"
  }
}
