internal import Crosscheck
internal import FaultInjection
internal import Reports
internal import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// One file to be judged, read whole.
struct InspectedFile {
  /// The path as it was given.
  let path: String
  /// Which of the two it is meant to be: by its name, or else by whether it holds a private value.
  let role: KeyFile
  let content: [UInt8]
  /// The permission bits; nothing for standard input.
  let mode: UInt32?
  /// What it is, where it is no set of one Ed25519 key.
  let nature: FileNature?
  let hasKeyFileName: Bool
  /// Whether it has one of the two names, or is a JWK set whatever its name is.
  let isKeySet: Bool

  /// The file for a judge of another kind of files.
  var file: InspectionFile { InspectionFile(path: path, content: content, mode: mode) }

  /// Reads a file; a link is followed, for what counts is the file that a reader gets.
  init(_ path: String) throws(Inspection.InputError) {
    guard let resolved = FileSystem.resolve(path),
      let entry = Entry(path: resolved, contentLimit: KeyFileContent.mostBytes)
    else { throw .unreadable(path, lastErrno()) }
    guard entry.kind == .file else { throw .unreadable(path, "it is a \(entry)") }
    switch KeyFileContent(entry, path: resolved) {
    case .bytes(let content): self.init(path, content, mode: entry.mode)
    case .tooLarge(let size, _): throw .unreadable(path, "\(size) bytes are no key set")
    case .unreadable(let reason): throw .unreadable(path, reason)
    case .absent: throw .unreadable(path, "it is gone")
    }
  }

  /// Reads standard input to its end.
  static func readingStandardInput() throws(Inspection.InputError) -> InspectedFile {
    do throws(InputError) {
      return InspectedFile(
        "standard input", try Input.standardInput(limit: KeyFileContent.mostBytes), mode: nil)
    } catch {
      throw Inspection.InputError(description: "\(error)")
    }
  }

  private init(_ path: String, _ content: [UInt8], mode: UInt32?) {
    self.path = path
    self.content = content
    self.mode = mode
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let document = try? StrictJSON.read(content)
    let keys = document?["keys"]?.arrayValue
    role = KeyFile(rawValue: name) ?? (keys?.first?["d"] == nil ? .publicSet : .privateSet)
    nature = document.map { FileNature($0) } ?? FileNature(content)
    hasKeyFileName = KeyFile(rawValue: name) != nil
    isKeySet = hasKeyFileName || keys?.first?["kty"] != nil
  }
}

/// A directory to be judged by the two files in it.
struct InspectedDirectory {
  /// What is there of the two.
  private(set) var files: [InspectedFile] = []
  /// What is not there or cannot be read.
  private(set) var missing: [Inspection.InputError] = []

  /// Looks into a directory; makes nothing of a path that leads to something else or to nothing.
  init?(_ path: String) throws(Inspection.InputError) {
    guard let resolved = FileSystem.resolve(path) else { throw .unreadable(path, lastErrno()) }
    guard Entry(path: resolved, contentLimit: 0)?.kind == .directory else { return nil }
    let absent = KeyFile.allCases.filter { !FileSystem.exists("\(resolved)/\($0.name)") }
    if absent.count == 2 {
      throw .unreadable(path, "the directory holds neither privkey.json nor pubkey.json")
    }
    for file in KeyFile.allCases {
      if absent.contains(file) {
        missing.append(.unreadable(path, "the directory holds \(file.other.name), but no \(file.name)"))
        continue
      }
      do throws(Inspection.InputError) {
        files.append(try InspectedFile(path.hasSuffix("/") ? path + file.name : "\(path)/\(file.name)"))
      } catch {
        missing.append(error)
      }
    }
  }
}

extension Inspection.InputError {
  static func unreadable(_ path: String, _ reason: String) -> Self {
    Self(description: "cannot read \(path): \(reason)")
  }
}
