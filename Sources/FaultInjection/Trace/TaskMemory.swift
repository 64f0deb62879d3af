internal import CTrace
internal import Glibc

/// The memory of a stopped task.
struct TaskMemory {
  let task: pid_t

  /// The most that one call moves, MAX_RW_COUNT; a program may ask for anything.
  static func moved(_ length: UInt64) -> Int { Int(min(length, 0x7fff_f000)) }

  /// Reads bytes; fewer than asked for where the memory ends.
  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    if count <= 0 { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, mirror_trace_read(task, address, buffer.baseAddress, count))
    }
  }

  /// Reads a null-terminated string, in pieces that end at page boundaries.
  func string(at address: UInt64) -> String? {
    var text: [UInt8] = []
    var next = address
    while text.count < 4096 {
      let piece = bytes(at: next, count: min(256, 4096 - Int(next & 4095)))
      if piece.isEmpty { return nil }
      if let end = piece.firstIndex(of: 0) {
        text += piece[..<end]
        return String(decoding: text, as: UTF8.self)
      }
      text += piece
      next &+= UInt64(piece.count)
    }
    return nil
  }

  func word(at address: UInt64) -> UInt64? {
    var value: UInt64 = 0
    return mirror_trace_read(task, address, &value, 8) == 8 ? value : nil
  }

  @discardableResult func write(_ bytes: [UInt8], at address: UInt64) -> Bool {
    mirror_trace_write(task, address, bytes, bytes.count) == bytes.count
  }

  @discardableResult func write(word: UInt64, at address: UInt64) -> Bool {
    var value = word
    return mirror_trace_write(task, address, &value, 8) == 8
  }

  /// The parts of an iovec array: where each lies, and its length.
  func vector(at address: UInt64, count: UInt64) -> [(address: UInt64, length: Int)] {
    var parts: [(address: UInt64, length: Int)] = []
    for index in 0..<min(count, 1024) {
      let place = address &+ index * 16
      guard let base = word(at: place), let length = word(at: place &+ 8) else { break }
      parts.append((base, Self.moved(length)))
    }
    return parts
  }
}

/// What a symbolic link says, or nil.
func linkTarget(_ path: String) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
    guard let base = buffer.baseAddress else { return nil }
    let count = readlink(path, base, buffer.count)
    if count < 0 { return nil }
    return String(decoding: buffer[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The whole of a small file such as those below /proc, or nil.
func fileContents(_ path: String, limit: Int = 1 << 16) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  if file < 0 { return nil }
  defer { close(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: min(limit, 8192))
  while bytes.count < limit {
    let count = read(file, &buffer, buffer.count)
    if count <= 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}
