internal import Crosscheck
internal import Glibc
public import Reports
public import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// Judges key files that exist already, without running anything: the static part of the specification.
public struct Inspector: Sendable {
  /// The name by which standard input is given.
  public static let standardInput = "-"

  private let paths: [String]
  private let profile: Profile
  private let judges: [any FileJudge]

  /// Prepares an inspection.
  ///
  /// - Parameters:
  ///   - paths: directories that hold both files, or files, or `-` for standard input; a private and a public file
  ///     given together are judged as a pair.
  ///   - profile: with `hardened`, what that profile asks for counts as well.
  public init(paths: [String], profile: Profile = .documented) {
    self.init(paths: paths, profile: profile, others: [])
  }

  /// Prepares an inspection that knows files of other kinds, too.
  ///
  /// - Parameter judges: each is asked about a file before it is judged as a key file.
  package init(paths: [String], profile: Profile, others judges: [any FileJudge]) {
    self.paths = paths
    self.profile = profile
    self.judges = judges
  }

  /// Looks at every path; one that is missing or unreadable takes nothing from the others.
  public func run() -> Inspection {
    var outcomes: [Inspection.Outcome] = []
    var errors: [Inspection.InputError] = []
    var files: [InspectedFile] = []
    for path in paths {
      do throws(Inspection.InputError) {
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
    let given = files.map(\.file)
    files = files.enumerated().compactMap { index, file in
      guard !file.hasKeyFileName else { return file }
      let others = given.enumerated().filter { $0.offset != index }.map(\.element)
      for judge in judges {
        guard let outcome = judge.judge(file.file, beside: others, profile: profile) else { continue }
        outcomes.append(outcome)
        return nil
      }
      return file
    }
    if files.count == 2, files[0].role != files[1].role {
      outcomes.append(judge(files[0].role == .privateSet ? files : files.reversed()))
    } else {
      outcomes += files.map { judge([$0]) }
    }
    return Inspection(outcomes: outcomes, errors: errors)
  }

  private func judge(_ files: [InspectedFile], as path: String? = nil) -> Inspection.Outcome {
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
    return Inspection.Outcome(
      paths: path.map { [$0] } ?? files.map(\.path),
      nature: natures.isEmpty ? nil : natures.joined(separator: ", "), judgements, of: .keygen,
      profile: profile)
  }
}
