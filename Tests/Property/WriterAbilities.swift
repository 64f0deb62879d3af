/// Which of the system's abilities the writer finds.
struct Abilities: Sendable, Hashable, CustomStringConvertible {
  var unnamedFiles = true
  var proc = true
  var linkByDescriptor = true
  var exclusiveRename = true

  static let all = [
    Abilities(),
    Abilities(proc: false),
    Abilities(proc: false, linkByDescriptor: false),
    Abilities(unnamedFiles: false),
    Abilities(unnamedFiles: false, exclusiveRename: false),
  ]

  var description: String {
    var lacking: [String] = []
    if !unnamedFiles { lacking.append("O_TMPFILE") }
    if !proc { lacking.append("/proc") }
    if !linkByDescriptor { lacking.append("AT_EMPTY_PATH") }
    if !exclusiveRename { lacking.append("RENAME_NOREPLACE") }
    return lacking.isEmpty ? "everything" : "no " + lacking.joined(separator: ", no ")
  }
}
