internal import SystemSupport

/// The machine's network interfaces, for KG-KID-5.
enum NetworkInterfaces {
  /// The hardware addresses, six bytes each, as Linux shows them; an address of zeros is none.
  static func addresses() -> [[UInt8]] {
    let root = "/sys/class/net"
    return (FileSystem.names(in: root) ?? []).compactMap { name in
      guard let text = FileSystem.read("\(root)/\(name)/address", limit: 64) else { return nil }
      let bytes = text.split { $0 == UInt8(ascii: ":") || $0 == 10 }
        .compactMap { UInt8(String(decoding: $0, as: UTF8.self), radix: 16) }
      return bytes.count == 6 && bytes.contains { $0 != 0 } ? bytes : nil
    }
  }
}
