internal import CFiles
internal import Glibc
package import YAML

/// A configuration that has been found and read, and the directory that its paths start at.
package struct LoadedConfig: Sendable {
  package let config: LoginConfig
  package let directory: ConfinedDirectory
}

/// Where a configuration is: a file, or standard input.
package struct ConfigSource: Sendable, Equatable {
  /// Larger files are no configurations, in bytes.
  private static let sizeLimit = 4 << 20

  /// As the user would write it; `-` is standard input.
  package let path: String

  package init(_ path: String) { self.path = path }

  /// The configuration where nobody names one: `$FLUX_MIRROR_CONFIG`, else `<executable>.config`.
  ///
  /// - Throws: `LoginError` when there is no way to know the executable's name.
  package static func standard() throws(LoginError) -> ConfigSource {
    if let path = getenv("FLUX_MIRROR_CONFIG"), path.pointee != 0 {
      return ConfigSource(String(cString: path))
    }
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else {
      throw LoginError("no configuration is named: use -f FILE, or set FLUX_MIRROR_CONFIG", kind: .input)
    }
    return ConfigSource(String(decoding: buffer[..<count], as: UTF8.self) + ".config")
  }

  /// Reads and checks the configuration.
  ///
  /// - Throws: `LoginError` with the file, the line and the field.
  package func load(substitution: Substitution) throws(LoginError) -> LoadedConfig {
    let name = path == "-" ? "standard input" : path
    let descriptor = try open()
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    let text: SecretBuffer
    do throws(ReadFailure) { text = try readAll(descriptor, limit: Self.sizeLimit, expected: 4096) } catch {
      throw LoginError("cannot read \(name): \(error.reason)", kind: error.kind)
    }
    let config = try text.withUnsafeBytes { (bytes) throws(LoginError) in
      try ConfigReader.read(bytes, file: name, substitution: substitution)
    }
    return LoadedConfig(config: config, directory: try ConfinedDirectory(directory))
  }

  /// Whether the path stands for an open descriptor, which may be a pipe.
  private var isDescriptor: Bool {
    path == "-" || path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }

  private var directory: String {
    guard !isDescriptor, let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func open() throws(LoginError) -> Int32 {
    if path == "-" { return STDIN_FILENO }
    let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (isDescriptor ? 0 : O_NONBLOCK)
    let descriptor = Glibc.open(path, flags)
    guard descriptor >= 0 else {
      throw LoginError("cannot open \(path): \(reason(errno))", kind: .input)
    }
    var status = stat()
    guard isDescriptor || fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw LoginError("cannot read \(path): it is no regular file", kind: .input)
    }
    return descriptor
  }
}
