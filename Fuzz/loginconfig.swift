import YAML

@testable import MirrorLogin

/// The reader of login's configuration: no trap, and every refusal names the file and a line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let substitution = Substitution { $0.utf8.count == 1 ? "x: [" : nil }
  do throws(LoginError) {
    let config = try ConfigReader.read(
      UnsafeRawBufferPointer(start: data, count: count), file: "f", substitution: substitution)
    guard !config.hosts.isEmpty else { fatalError("a configuration without a host") }
    guard Set(config.hosts.map(\.host)).count == config.hosts.count else { fatalError("a host twice") }
  } catch {
    let rest = error.description.dropFirst(2)
    guard error.description.hasPrefix("f:"), let line = Int(rest.prefix { $0 != ":" }), line > 0 else {
      fatalError("no place: \(error)")
    }
  }
  return 0
}
