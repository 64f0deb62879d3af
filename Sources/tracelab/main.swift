import Glibc
import SpecHarness

let arguments = Array(CommandLine.arguments.dropFirst())
let mode = arguments[0]
let work = arguments[1]
func which(_ name: String) -> String {
  if name.contains("/") { return name }
  for d in ["/usr/local/bin", "/usr/bin", "/bin"] where access("\(d)/\(name)", X_OK) == 0 { return "\(d)/\(name)" }
  return name
}
func fresh() { system("rm -rf \(work); mkdir -p \(work)/tmp") }
func launch(_ c: [String]) -> Launch {
  Launch(executable: which(c[0]), arguments: c + ["-o", "\(work)/out"], environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(work)", "TMPDIR=\(work)/tmp", "LC_ALL=C"], directory: work)
}
let place = WatchedPlace(output: work + "/out")
func show(_ r: Recording) {
  for c in r.calls {
    print(c.faulted ? "*" : " ", c.name, "=", c.result.map(String.init) ?? "?", "p\(c.process)", c.paths, c.closesWritten ? "CLOSESWRITTEN" : "", c.requested)
  }
  print("draws", r.draws.map { "\($0.before):\($0.count)" }, "looks", r.looks.map { "\($0.call) \($0.path) \(String($0.mode, radix: 8))" })
  print("hit", r.hit as Any, r.injections, "obstacle", r.obstacle as Any)
  if let x = r.result { print(x.ending, "strays", x.strays, "ms", Double(x.elapsed) / 1e6, String(decoding: x.standardOutput, as: UTF8.self), String(decoding: x.standardError, as: UTF8.self)) }
}
if mode == "canary" {
  print(TracedRunner().obstacle() ?? "works")
} else if mode == "record" || mode == "observe" || mode == "seed" {
  fresh()
  let l = launch(Array(arguments.dropFirst(2)))
  show(onDedicatedThread { 
    var o = mode == "record" ? TraceOptions() : TraceOptions.observing
    if mode == "seed" { o.randomSeed = 7 }
    return TracedRunner().run(l, at: place, options: o) })
  system("ls -la \(work) \(work)/out; sha256sum \(work)/out/*")
} else if mode == "time" {
  let l = launch(Array(arguments.dropFirst(2)))
  var traced: [Int64] = [], bare: [Int64] = []
  for _ in 0..<40 {
    fresh()
    traced.append(onDedicatedThread { TracedRunner().run(l, at: place) }.result!.elapsed)
    fresh()
    bare.append(try! PlainRunner().run(l).elapsed)
  }
  traced.sort(); bare.sort()
  print("traced", Double(traced[20]) / 1e6, "bare", Double(bare[20]) / 1e6, Double(traced[20]) / Double(bare[20]))
} else if mode == "sweep" {
  // every call x signal/kill/EIO etc
  fresh()
  let l = launch(Array(arguments.dropFirst(2)))
  let clean = onDedicatedThread { TracedRunner().run(l, at: place) }
  var missed = 0, n = 0
  for c in clean.calls where c.name.roles != [.standardOutput] && c.name.roles != [.standardError] {
    var faults: [Fault] = [.signal(.interrupt, .before), .signal(.interrupt, .after), .signal(.terminate, .before), .kill(.before), .kill(.after)]
    for e in ErrorTable.errors(of: c) { faults.append(.error(e, lasting: false)) }
    if c.kind == .write { faults.append(.short(.half)) ; faults.append(.fullAfterHalf)}
    for f in faults {
      fresh()
      let r = onDedicatedThread { TracedRunner().run(l, at: place, plan: FaultPlan(target: c.name, fault: f)) }
      n += 1
      if r.hit == nil { missed += 1; print("MISSED", c.name, f) }
      if arguments.contains("-v") || getenv("V") != nil {
        print("\(c.name) \(f): \(r.result!.ending)"); system("ls \(work)/out 2>/dev/null | tr '\\n' ' '; echo") }
    }
  }
  print("runs", n, "missed", missed)
}
