internal import Crosscheck
internal import FaultInjection
internal import Glibc
internal import SpecHarness
internal import SystemSupport

/// Where the programs work.
struct BenchPlace: Sendable {
  let root: String
  var work: String { root + "/work" }
  var output: String { work + "/keys" }

  init() throws {
    let made = try FileSystem.makeTemporaryDirectory("/dev/shm/fault-bench-")
    root = FileSystem.resolve(made) ?? made
    try FileSystem.makeDirectory(work)
  }

  func clear(_ path: String) { FileSystem.removeTree(path) }
  func remove() { FileSystem.removeTree(root) }
}

/// A program that is measured.
struct BenchSubject: Sendable {
  let name: String
  let command: [String]

  func launch(_ directory: String, to output: String, through prefix: [String] = []) -> Launch {
    let words = prefix + command + ["-o", output]
    return Launch(
      executable: words[0], arguments: words,
      environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(directory)"],
      directory: directory)
  }

  /// The medians of bare and traced runs in seconds, one after the other in turn.
  func compareRuns(_ rounds: Int, in place: BenchPlace) throws
    -> (bare: Double, traced: Double, work: Double)
  {
    var bare: [Double] = []
    var traced: [Double] = []
    var work = 0.0
    let launch = launch(place.work, to: place.output)
    let watched = WatchedPlace(output: place.output)
    for _ in 0..<rounds {
      place.clear(place.output)
      bare.append(Double(try PlainRun(launch).finish().elapsed) / 1e9)
      place.clear(place.output)
      let before = processorTime()
      let recording = TracedRunner().run(launch, at: watched)
      work += processorTime() - before
      guard let result = recording.result, result.ending.isSuccess else { throw BenchError.failed(name) }
      traced.append(Double(result.elapsed) / 1e9)
    }
    return (median(bare), median(traced), work / Double(rounds))
  }

  /// All faults at all calls.
  func compareCampaign(work: Double) throws -> Bool {
    let jobs = availableProcessors()
    let started = now()
    let before = processorTime()
    let trial = try FaultTrial(command, jobs: jobs, select: { !$0.hasPrefix("trace/") })
    let elapsed = now() - started
    let runs = trial.records.reduce(trial.preparations) { $0 + $1.runs }
    let faults = trial.records.reduce(0) { $0 + $1.faults }
    print(
      "  all faults: \(faults) faults at \(trial.callCount) calls, \(runs) runs in \(milliseconds(elapsed)) on \(jobs) processors"
    )
    return goal(
      "campaign ÷ (runs × traced run), processor time", (processorTime() - before) / (Double(runs) * work),
      atMost: 1.3)
  }

  /// The errors that come once, injected by this program and by strace(1).
  func compareStrace(in place: BenchPlace) throws -> Bool {
    let places = ["/usr/bin/strace", "/usr/local/bin/strace"]
    guard let strace = places.first(where: { path in access(path, X_OK) == 0 }) else {
      print("  no strace to compare with")
      return true
    }
    place.clear(place.output)
    let clean = TracedRunner().run(
      launch(place.work, to: place.output), at: WatchedPlace(output: place.output))
    let plans = clean.calls.filter { $0.name.roles != [.standardOutput] }.flatMap { call in
      ErrorTable.errors(of: call).map { FaultPlan(target: call.name, fault: .error($0, lasting: false)) }
    }
    func each(_ run: @escaping @Sendable (FaultPlan, String) -> Void) -> (wall: Double, work: Double) {
      let (began, before) = (now(), processorTime())
      _ = parallelMap(Array(plans.enumerated()), jobs: availableProcessors()) { index, plan in
        let directory = place.root + "/fault-\(index)"
        _ = try? FileSystem.makeDirectory(directory)
        run(plan, directory)
        place.clear(directory)
      }
      return (now() - began, processorTime() - before)
    }
    let ours = each { plan, directory in
      let output = directory + "/keys"
      _ = TracedRunner().run(launch(directory, to: output), at: WatchedPlace(output: output), plan: plan)
    }
    // strace counts every call of that name, so some of its faults strike earlier and end the run sooner.
    func byStrace(seeing calls: @escaping @Sendable (FaultPlan) -> String) -> (wall: Double, work: Double) {
      each { plan, directory in
        guard case .error(let error, _) = plan.fault else { return }
        let inject = "inject=\(plan.target.call):error=\(error):when=\(plan.target.occurrence)"
        let launch = launch(
          directory, to: directory + "/keys",
          through: [
            strace, "-f", "--seccomp-bpf", "-qq", "-o", directory + "/log", "-e", "trace=" + calls(plan),
            "-e",
            inject,
          ])
        _ = try? PlainRun(launch).finish()
      }
    }
    print("  \(plans.count) errors: \(milliseconds(ours.wall)) here")
    // The same enumeration: what was hit, and what the run did besides, can be told from its record.
    let watched = TracedRunner.watchedCalls.map { "?" + $0 }.joined(separator: ",")
    let full = byStrace { _ in watched }
    // A blind one: strace sees the one call only, and nobody can tell whether it hit the one that was meant.
    let blind = byStrace { $0.target.call }
    for (name, theirs) in [("seeing the same calls", full), ("seeing one call only", blind)] {
      print(
        "  by strace, \(name): \(milliseconds(theirs.wall)), \(rounded(theirs.wall / ours.wall)) times as long,",
        "\(rounded(theirs.work / ours.work)) times the processor time")
    }
    return goal("strace ÷ here, the same calls seen", full.wall / ours.wall, atLeast: 4)
  }
}

enum BenchError: Error {
  case failed(String)
}

func goal(_ name: String, _ value: Double, atMost limit: Double) -> Bool {
  print("  \(name): \(rounded(value)) (goal: at most \(limit))\(value <= limit ? "" : "  MISSED")")
  return value <= limit
}

func goal(_ name: String, _ value: Double, atLeast limit: Double) -> Bool {
  print("  \(name): \(rounded(value)) (goal: at least \(limit))\(value >= limit ? "" : "  MISSED")")
  return value >= limit
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
func milliseconds(_ seconds: Double) -> String { "\(rounded(seconds * 1000)) ms" }

func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What this program and its children have used, in seconds; other programs on the machine do not change it much.
func processorTime() -> Double {
  [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0) { sum, who in
    var usage = rusage()
    getrusage(__rusage_who_t(who.rawValue), &usage)
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    return sum + Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
}
