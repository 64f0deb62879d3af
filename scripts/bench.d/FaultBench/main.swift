internal import Crosscheck
internal import Glibc
internal import SpecHarness

// What faults at system calls cost: FaultBench ROUNDS NAME PROGRAM [ARG...] [-- NAME PROGRAM [ARG...]]...
//
// For every program: one traced run beside a bare one, interleaved; all faults at all calls beside what as many traced
// runs take on all processors; and the faults that strace(1) can inject, too, done by both.

let arguments = Array(CommandLine.arguments.dropFirst())
guard let rounds = arguments.first.flatMap({ Int($0) }), rounds > 0 else {
  print("usage: FaultBench ROUNDS NAME PROGRAM [ARG...] [-- NAME PROGRAM [ARG...]]...")
  exit(64)
}
var status: Int32 = 0
do {
  let place = try BenchPlace()
  defer { place.remove() }
  var goalsMet = true
  for part in arguments.dropFirst().split(separator: "--") where part.count >= 2 {
    let subject = BenchSubject(name: part[part.startIndex], command: Array(part.dropFirst()))
    goalsMet = try measure(subject, rounds: rounds, in: place) && goalsMet
  }
  status = goalsMet ? 0 : 1
} catch {
  print("FaultBench: \(error)")
  status = 2
}
exit(status)

func measure(_ subject: BenchSubject, rounds: Int, in place: BenchPlace) throws -> Bool {
  print("\n\(subject.name): \(subject.command.joined(separator: " "))")
  let (bare, traced, work) = try subject.compareRuns(rounds, in: place)
  print("  bare run \(milliseconds(bare)), traced run \(milliseconds(traced))")
  let met = [
    goal("traced ÷ bare", traced / bare, atMost: 2), try subject.compareCampaign(work: work),
    try subject.compareStrace(in: place),
  ]
  return !met.contains(false)
}
