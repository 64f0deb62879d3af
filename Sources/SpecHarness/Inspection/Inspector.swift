internal import Crosscheck
internal import Glibc
internal import StrictFormats
internal import SystemSupport

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
    /// What it is, in a few words, where it is no set of one Ed25519 key.
    public let nature: String?
    /// What was judged, in the order of the specification.
    public let results: [RequirementResult]

    /// Whether a MUST of the profile is violated.
    public var isConformant: Bool { !results.contains { $0.status == .fail } }
  }

  /// All that came of an inspection.
  public struct Inspection: Sendable {
    /// What could be looked at.
    public let outcomes: [Outcome]
    /// What could not.
    public let errors: [InputError]
  }

  /// The name by which standard input is given.
  public static let standardInput = "-"

  private let paths: [String]
  private let profile: Profile

  /// Prepares an inspection.
  ///
  /// - Parameters:
  ///   - paths: directories that hold both files, or files, or `-` for standard input; a private and a public file
  ///     given together are judged as a pair.
  ///   - profile: with `hardened`, what that profile asks for counts as well.
  public init(paths: [String], profile: Profile = .documented) {
    self.paths = paths
    self.profile = profile
  }

  /// Looks at every path; one that is missing or unreadable takes nothing from the others.
  public func run() -> Inspection {
    var outcomes: [Outcome] = []
    var errors: [InputError] = []
    var files: [InspectedFile] = []
    for path in paths {
      do throws(InputError) {
        if path == Self.standardInput {
          files.append(try InspectedFile.readingStandardInput())
        } else if let directory = try InspectedDirectory(path) {
          errors += directory.missing
          if !directory.files.isEmpty { outcomes.append(judge(directory.files, as: path)) }
        } else {
          files.append(try InspectedFile(path))
        }
      } catch {
        errors.append(error)
      }
    }
    if files.count == 2, files[0].role != files[1].role {
      outcomes.append(judge(files[0].role == .privateSet ? files : files.reversed()))
    } else {
      outcomes += files.map { judge([$0]) }
    }
    return Inspection(outcomes: outcomes, errors: errors)
  }

  private func judge(_ files: [InspectedFile], as path: String? = nil) -> Outcome {
    var judgements = Judgements()
    for file in files {
      // Another file than one of the two may have any mode.
      guard file.isKeySet, let found = file.mode else { continue }
      let mode = file.role.documentedMode
      var requirements: [RequirementID] = [file.role == .privateSet ? .file2 : .file3]
      if profile == .hardened { requirements.append(.file4) }
      for requirement in requirements {
        judgements.expect(
          requirement, found == mode, "\(file.path) has mode \(octal(found))",
          expected: "mode \(octal(mode))", observed: "mode \(octal(found))")
      }
    }
    func content(_ role: KeyFile) -> [UInt8]? { files.first { $0.role == role }?.content }
    let facts = PairChecks.judge(
      privateSet: content(.privateSet), publicSet: content(.publicSet),
      names: Dictionary(files.map { ($0.role, $0.path) }) { first, _ in first }, into: &judgements)
    PoolChecks.judge([facts], interfaces: NetworkInterfaces.addresses(), into: &judgements)
    let natures = files.compactMap { file in
      file.nature.map { files.count == 1 ? "\($0)" : "\(file.path) is \($0)" }
    }
    return Outcome(
      paths: path.map { [$0] } ?? files.map(\.path),
      nature: natures.isEmpty ? nil : natures.joined(separator: ", "), results: results(judgements))
  }

  private func results(_ judgements: Judgements) -> [RequirementResult] {
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
      let binds = requirement.level == .must && profile.includes(requirement.profile)
      return RequirementResult(
        requirement: requirement, status: findings.isEmpty ? .pass : binds ? .fail : .warn, cases: 1,
        seconds: 0,
        reason: nil, findings: findings)
    }
  }
}
