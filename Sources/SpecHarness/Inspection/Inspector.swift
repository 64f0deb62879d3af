internal import Glibc
internal import StrictFormats

/// Judges key files that exist already, without running anything: the static part of the specification.
public struct Inspector: Sendable {
  /// An input that cannot be looked at; exit status 66.
  public struct InputError: Error, Sendable, CustomStringConvertible {
    /// The path and what is wrong with it.
    public let description: String
  }

  /// One thing that was looked at, and what is wrong with it.
  public struct Outcome: Sendable {
    /// What was looked at: a directory, a file, or two files that belong together.
    public let paths: [String]
    /// What was judged, in the order of the specification.
    public let results: [RequirementResult]

    /// Whether a MUST is violated.
    public var isConformant: Bool { !results.contains { $0.status == .fail } }
  }

  /// Longer files than this are no key sets, in bytes.
  private static let sizeLimit = 1 << 20

  private let paths: [String]

  /// Prepares an inspection.
  ///
  /// - Parameter paths: directories that hold both files, or files; a private and a public file given together are
  ///   judged as a pair.
  public init(paths: [String]) { self.paths = paths }

  /// Looks at every path.
  ///
  /// - Throws: `InputError` when one is missing or unreadable.
  public func run() throws(InputError) -> [Outcome] {
    var outcomes: [Outcome] = []
    var files: [(path: String, entry: Entry, role: KeyFile)] = []
    for path in paths {
      let entry = try Self.look(at: path)
      if entry.kind == .directory {
        outcomes.append(try Self.directory(path))
      } else {
        files.append((path, entry, Self.role(of: entry.content ?? [], at: path)))
      }
    }
    if files.count == 2, files[0].role != files[1].role {
      let pair = files[0].role == .privateSet ? files : files.reversed()
      return outcomes + [Self.judge(pair)]
    }
    return outcomes + files.map { Self.judge([$0]) }
  }

  private static func directory(_ path: String) throws(InputError) -> Outcome {
    var files: [(path: String, entry: Entry, role: KeyFile)] = []
    for file in KeyFile.allCases {
      let place = path.hasSuffix("/") ? path + file.name : "\(path)/\(file.name)"
      files.append((place, try look(at: place), file))
    }
    return judge(files, as: path)
  }

  /// A link is followed: what counts is the file that a reader gets.
  private static func look(at path: String) throws(InputError) -> Entry {
    guard let resolved = FileSystem.resolve(path), let entry = Entry(path: resolved, contentLimit: sizeLimit)
    else { throw InputError(description: "cannot read \(path): \(errnoText(errno))") }
    switch entry.kind {
    case .directory: return entry
    case .file where entry.content != nil: return entry
    case .file where entry.size > sizeLimit:
      throw InputError(description: "cannot read \(path): \(entry.size) bytes are no key set")
    case .file: throw InputError(description: "cannot read \(path): \(reason(unreadable: resolved))")
    default: throw InputError(description: "cannot read \(path): it is a \(entry)")
    }
  }

  /// Why a file could not be read, by trying once more.
  private static func reason(unreadable path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return errnoText(errno) }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return Glibc.read(descriptor, &byte, 1) < 0 ? errnoText(errno) : "it changed meanwhile"
  }

  /// Which of the two a file is meant to be: by its name, or else by whether it holds a private value.
  private static func role(of content: [UInt8], at path: String) -> KeyFile {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let file = KeyFile(rawValue: name) { return file }
    let key = (try? StrictJSON.read(content))?["keys"]?.arrayValue?.first
    return key?["d"] == nil ? .publicSet : .privateSet
  }

  private static func judge(
    _ files: [(path: String, entry: Entry, role: KeyFile)], as path: String? = nil
  ) -> Outcome {
    var judgements = Judgements()
    for file in files {
      let mode = file.role.documentedMode
      judgements.expect(
        file.role == .privateSet ? .file2 : .file3, file.entry.mode == mode,
        "\(file.path) has mode \(octal(file.entry.mode))", expected: "mode \(octal(mode))",
        observed: "mode \(octal(file.entry.mode))")
    }
    func content(_ role: KeyFile) -> [UInt8]? { files.first { $0.role == role }?.entry.content }
    let facts = PairChecks.judge(
      privateSet: content(.privateSet), publicSet: content(.publicSet), into: &judgements)
    PoolChecks.judge([facts], interfaces: NetworkInterfaces.addresses(), into: &judgements)
    return Outcome(paths: path.map { [$0] } ?? files.map(\.path), results: results(judgements))
  }

  private static func results(_ judgements: Judgements) -> [RequirementResult] {
    Catalog.requirements.compactMap { requirement in
      let own = judgements.all.filter { $0.requirement == requirement.id }
      let findings = own.compactMap { judgement -> Finding? in
        guard case .violated(let violation) = judgement.outcome else { return nil }
        return Finding(
          message: violation.message, expected: violation.expected, observed: violation.observed,
          caseName: "", reproduce: "")
      }
      let isJudged = own.contains { if case .undecided = $0.outcome { false } else { true } }
      guard isJudged else { return nil }
      let status: RequirementResult.Status =
        findings.isEmpty
        ? .pass : requirement.level == .must && requirement.profile == .documented ? .fail : .warn
      return RequirementResult(
        requirement: requirement, status: status, cases: 1, seconds: 0, reason: nil, findings: findings)
    }
  }
}
