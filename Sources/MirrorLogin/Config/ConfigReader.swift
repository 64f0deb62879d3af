internal import YAML

/// Reads a configuration: strictly, so that nothing is done that its author did not mean.
struct ConfigReader {
  /// The forms that a configuration may have.
  enum Version: Sendable {
    case v1beta1
    case v1beta2
  }

  private static let versions: [(name: String, version: Version)] = [
    ("mirror.plugin.fluxcd.io/v1beta1", .v1beta1),
    ("mirror.fluxcd.io/v1beta1", .v1beta1),
    ("mirror.plugin.fluxcd.io/v1beta2", .v1beta2),
  ]

  let file: String

  /// Reads the text of a configuration.
  ///
  /// - Parameters:
  ///   - file: what the text is called in messages.
  ///   - substitution: what becomes of `${VAR}` in keys and values.
  /// - Throws: `LoginError` with the line and the field.
  static func read(
    _ text: UnsafeRawBufferPointer, file: String, substitution: Substitution
  ) throws(LoginError) -> LoginConfig {
    let root: YAMLNode?
    do throws(YAMLFailure) { root = try YAMLReader.read(text, substitution: substitution) } catch {
      throw LoginError("\(file):\(error.line): \(error.reason)")
    }
    guard let root else { throw LoginError("\(file):1: there is no document in it") }
    return try ConfigReader(file: file).config(root)
  }

  private func config(_ root: YAMLNode) throws(LoginError) -> LoginConfig {
    let fields = try FieldReader(root, path: "", file: file)
    try fields.refuseUnknown(["apiVersion", "kind", "hosts", "artifacts", "charts"])
    let version = try version(fields)
    guard let kind = try fields.string("kind") else { throw fields.failure("kind", "is missing") }
    guard kind == "Config" else {
      throw fields.failure("kind", "expected \"Config\", found \"\(printable(kind))\"")
    }
    for name in ["artifacts", "charts"] {
      guard let node = fields.node(name) else { continue }
      switch node.content {
      case .sequence: continue
      case .scalar where node.kind == "null": continue
      default: throw fields.failure(name, "expected a list, found \(node.kind)")
      }
    }
    guard let hosts = fields.node("hosts") else { throw fields.failure("hosts", "is missing") }
    guard case .sequence(let elements) = hosts.content else {
      throw fields.failure("hosts", "expected a list, found \(hosts.kind)")
    }
    guard !elements.isEmpty else { throw fields.failure("hosts", "names no host") }
    return LoginConfig(hosts: try entries(elements, version))
  }

  private func version(_ fields: FieldReader) throws(LoginError) -> Version {
    guard let name = try fields.string("apiVersion") else {
      throw fields.failure("apiVersion", "is missing")
    }
    guard let known = Self.versions.first(where: { $0.name == name }) else {
      let names = Self.versions.map(\.name).joined(separator: ", ")
      throw fields.failure("apiVersion", "expected one of \(names), found \"\(printable(name))\"")
    }
    return known.version
  }

  private func entries(_ nodes: [YAMLNode], _ version: Version) throws(LoginError) -> [HostEntry] {
    var entries: [HostEntry] = []
    var lines = FirstLines()
    for (index, node) in nodes.enumerated() {
      let fields = try FieldReader(node, path: "hosts[\(index)]", file: file)
      let entry = try HostReader(fields: fields, version: version).entry()
      if let first = lines.note(entry.host, line: node.line) {
        throw fields.failure("host", "the host \(entry.host) is there already, on line \(first)")
      }
      entries.append(entry)
    }
    return entries
  }
}
