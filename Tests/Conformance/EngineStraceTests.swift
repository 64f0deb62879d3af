import FaultInjection
import Glibc
import SpecHarness
import Testing

/// The same faults injected by strace(1), an implementation of another make, have the same effect.
@Suite(
  "Fault engine beside strace",
  .enabled(
    if: tracingUnavailableReason == nil && Corner.dynamic != nil && EngineLab.find("strace") != nil,
    "no tracing, no C compiler or no strace"))
struct EngineStraceTests {
  @Test(
    "An error injected by strace has the same effect",
    arguments: [
      ("plain", "mkdir", "mkdir#1:directory", "EACCES"),
      ("rename", "renameat2", "renameat2#1:temporary1>privkey", "EIO"),
      ("rename", "renameat2", "renameat2#1:temporary2>pubkey", "ENOSPC"),
      ("unnamed", "linkat", "linkat#1:temporary1>privkey", "EPERM"),
      ("map", "msync", "msync#1:pubkey", "EIO"),
      ("sendfile", "sendfile", "sendfile#1:scratch1>privkey", "ENOSPC"),
      ("copyrange", "copy_file_range", "copy_file_range#1:scratch1>privkey", "EDQUOT"),
    ])
  func agrees(way: String, call: String, name: String, error: String) throws {
    let lab = try EngineLab()
    let corner = try #require(Corner.dynamic)
    let clean = try lab.trace([corner, way, lab.output])
    let target = try #require(clean.calls.first { "\($0.name)" == name }, "\(clean.names)")
    let number = try #require(ErrorTable.errors(of: target).first { $0.name == error })
    let ours = try lab.trace(
      [corner, way, lab.output],
      plan: FaultPlan(target: target.name, fault: .error(number, lasting: false)))
    let left = lab.names().map { $0.hasPrefix(".") ? "temporary" : $0 }

    try lab.clear()
    let occurrence = name.contains("temporary2") || name.contains("pubkey") ? 2 : 1
    let theirs = try EngineLab.run(
      [
        "strace", "-f", "-qq", "-o", lab.root + "/strace.log",
        "-e", "inject=\(call):error=\(error):when=\(occurrence)", corner, way, lab.output,
      ],
      directory: lab.work)
    #expect(ours.result?.ending == theirs.ending)
    #expect(ours.result?.ending == .exited(1))
    #expect(left == lab.names().map { $0.hasPrefix(".") ? "temporary" : $0 })
    func cause(_ bytes: [UInt8]?) -> String? {
      String(decoding: bytes ?? [], as: UTF8.self).split(separator: ":").last.map(String.init)
    }
    #expect(cause(ours.result?.standardError) == cause(theirs.standardError))
  }
}
