import Foundation

@testable import MirrorLogin

/// The editor of the Docker configuration: no trap, what it accepts is a JSON object, and so is what it makes of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let entries = ["h", "\u{e9}.example"].map { host in
    var bytes = SecretBuffer()
    bytes.append("token")
    return CredentialEntry(host: host, value: .bearer(Token(bytes, claims: nil)), helper: "mirror")
  }
  do throws(LoginError) {
    let once = try DockerConfigEditor.edit(
      UnsafeRawBufferPointer(start: data, count: count), setting: entries, path: "f")
    let text = once.withUnsafeBytes { Array($0) }
    let twice = try once.withUnsafeBytes { (bytes) throws(LoginError) in
      try DockerConfigEditor.edit(bytes, setting: entries, path: "f").withUnsafeBytes { Array($0) }
    }
    guard text == twice else { fatalError("setting it again changes it") }
    // Foundation knows neither the deepest nesting nor the largest numbers nor lone surrogates.
    if let root = try? JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] {
      let auths = root["auths"] as? [String: Any]
      guard (auths?["h"] as? [String: Any])?["registrytoken"] as? String == "token" else {
        fatalError("the entry is not there")
      }
    }
  } catch {
    guard error.description.hasPrefix("f is") else { fatalError("no place: \(error)") }
  }
  return 0
}
