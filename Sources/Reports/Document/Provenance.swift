internal import FaultInjection
internal import Glibc
internal import SystemSupport

/// Where a report comes from, as far as only the machine and the caller know.
public struct Provenance: Sendable {
  /// Which suite of the product, such as `keygen`.
  public var suite: String?
  /// The files that the command consists of, the program first.
  public var files: [ReportDocument.File] = []
  /// The release of the kernel.
  public var kernel: String?
  /// The architecture, such as `x86_64`.
  public var machine: String?
  /// The file system of the sandboxes, such as `tmpfs`.
  public var fileSystem: String?
  /// The moment of the report in the form of RFC 3339.
  public var date: String?

  /// Nothing is known.
  public init() {}

  /// What can be found out on this machine.
  ///
  /// - Parameters:
  ///   - suite: which suite of the product judges.
  ///   - command: the subject.
  ///   - digest: the SHA-256 and the size in bytes of a file, or nothing when it cannot be read.
  public init(
    suite: String, command: [String], digest: (_ path: String) -> (sha256: String, size: Int)?
  ) {
    self.suite = suite
    files = Self.paths(of: command).compactMap { path in
      digest(path).map { ReportDocument.File(path: path, sha256: $0.sha256, size: $0.size) }
    }
    var name = utsname()
    if uname(&name) == 0 {
      kernel = withUnsafeBytes(of: name.release) { Self.text($0) }
      machine = withUnsafeBytes(of: name.machine) { Self.text($0) }
    }
    fileSystem = FileSystemType.of(SandboxRoot.chosenParent)
    date = Timestamp.text(Self.now)
  }

  /// The moment to write down, in seconds since 1970: `SOURCE_DATE_EPOCH` where it is set.
  private static var now: Int64 {
    getenv("SOURCE_DATE_EPOCH").flatMap { Int64(String(cString: $0)) } ?? Int64(time(nil))
  }

  /// The program, and what among its arguments is a regular file: a script, an archive.
  private static func paths(of command: [String]) -> [String] {
    guard let executable = try? Subject(command: command).executable else { return [] }
    let arguments = command.dropFirst().filter { word in
      var status = stat()
      return word.contains { $0 == "/" || $0 == "." } && stat(word, &status) == 0
        && status.st_mode & S_IFMT == S_IFREG
    }
    return ([executable] + arguments).map { FileSystem.resolve($0) ?? $0 }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// The kind of file system below a path.
enum FileSystemType {
  /// Its name in /proc/self/mountinfo (proc(5)), such as `tmpfs`; nothing when it cannot be told.
  static func of(_ path: String) -> String? {
    guard let resolved = FileSystem.resolve(path),
      let bytes = FileSystem.read("/proc/self/mountinfo", limit: 1 << 20)
    else { return nil }
    return name(of: resolved, in: String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameters:
  ///   - path: absolute, without links.
  ///   - table: the content of mountinfo.
  static func name(of path: String, in table: String) -> String? {
    var found: (length: Int, name: String)?
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 4, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
      let point = unescaped(fields[4])
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      // Of two mounts at one place the later one is seen.
      if isAbove, point.utf8.count >= found?.length ?? 0 {
        found = (point.utf8.count, String(fields[dash + 1]))
      }
    }
    return found?.name
  }

  /// Blanks and backslashes are written as three octal digits.
  private static func unescaped(_ field: Substring) -> String {
    var text = ""
    var rest = field
    while let character = rest.popFirst() {
      if character == "\\", let value = UInt8(rest.prefix(3), radix: 8) {
        text.unicodeScalars.append(Unicode.Scalar(value))
        rest = rest.dropFirst(3)
      } else {
        text.append(character)
      }
    }
    return text
  }
}
