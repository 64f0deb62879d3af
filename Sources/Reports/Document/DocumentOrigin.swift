extension ReportDocument {
  /// What judged.
  public struct SuiteIdentity: Sendable, Equatable {
    /// The product.
    public var name: String
    /// The version of the program.
    public var version: String
    /// The version of the specification.
    public var spec: String
    /// Which suite of the product, such as `keygen`; nil in reports that do not say.
    public var suite: String?
  }

  /// What was judged.
  public struct SubjectIdentity: Sendable, Equatable {
    /// The program and its own arguments.
    public var command: [String]
    /// Whether it is the reference that comes with the suite.
    public var isEmbeddedReference: Bool
    /// The files that the command consists of, the program first; what cannot be read is missing.
    public var files: [File]
  }

  /// A file of the subject, as it was when the report was made.
  public struct File: Sendable, Equatable {
    /// The absolute path.
    public var path: String
    /// The SHA-256 of the content in lower-case hexadecimal digits.
    public var sha256: String
    /// In bytes.
    public var size: Int

    /// - Parameters:
    ///   - path: the absolute path.
    ///   - sha256: of the content, in lower-case hexadecimal digits.
    ///   - size: in bytes.
    public init(path: String, sha256: String, size: Int) {
      self.path = path
      self.sha256 = sha256
      self.size = size
    }
  }

  /// Where the subject was judged.
  public struct Platform: Sendable, Equatable {
    /// The kernel's name, in small letters.
    public var os: String
    /// How faults were made: `syscall` or `environment`.
    public var faults: String
    /// The libraries that judge, with their versions.
    public var libraries: [String]
    /// The release of the kernel.
    public var kernel: String?
    /// The architecture, such as `x86_64`.
    public var machine: String?
    /// The file system of the sandboxes, such as `tmpfs`.
    public var fileSystem: String?
  }

  /// What the user asked for, as far as a reader of the report needs it.
  public struct RunRequest: Sendable, Equatable {
    /// The program's name in the commands that show a finding again.
    public var program: String
    /// How runs were to be made to fail, as `--faults` takes it.
    public var faults: String
    /// After how long a run of the command was ended, in seconds.
    public var timeout: Double
    /// Patterns of the requirements that were judged alone.
    public var only: [String]
    /// Patterns of the requirements that were left out.
    public var skip: [String]
    /// Patterns of the cases that were run alone.
    public var cases: [String]
  }
}
