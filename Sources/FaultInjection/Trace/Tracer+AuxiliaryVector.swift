internal import CTrace
internal import Glibc
internal import SystemSupport

extension Tracer {
  /// Changes what the kernel tells a program that is about to begin: hides the vDSO, through which randomness can be had
  /// without a call, and fixes the bytes at AT_RANDOM.
  func rewriteAuxiliaryVector(_ task: pid_t) {
    guard options.hidesVDSO || options.randomSeed != nil else { return }
    var call = mirror_trace_call()
    guard mirror_trace_get(task, &call) == 0 else { return }
    let memory = TaskMemory(task: task)
    var address = call.stack + 8
    // The arguments and the environment end with a null pointer each.
    for _ in 0..<2 {
      while let word = memory.word(at: address), word != 0 { address += 8 }
      address += 8
    }
    for _ in 0..<64 {
      guard let type = memory.word(at: address), type != 0 else { return }
      if type == AuxiliaryType.vdso, options.hidesVDSO {
        memory.write(word: AuxiliaryType.ignore, at: address)
      }
      if type == AuxiliaryType.random, options.randomSeed != nil, let bytes = memory.word(at: address + 8) {
        // The same under every seed: a key that depends on these only does not depend on the kernel's randomness.
        var stream = SplitMix64(seed: 1)
        memory.write(stream.bytes(16), at: bytes)
      }
      address += 16
    }
  }
}

private enum AuxiliaryType {
  static let ignore: UInt64 = 1
  static let random: UInt64 = 25
  static let vdso: UInt64 = 33
}
