import FaultInjection
import Glibc
import Testing

/// All that a traced run shows and leaves, without what differs from run to run.
struct RunSummary: Equatable, CustomStringConvertible {
  let lines: [String]

  init(_ recording: Recording, left lab: EngineLab) {
    var lines = recording.calls.map { call in
      "\(call.name) = \(call.result.map { "\($0)" } ?? "?") of \(call.requested), process \(call.process), flags "
        + "\(call.openFlags), descriptor \(call.descriptor ?? -1), closes \(call.closesWritten), faulted \(call.faulted), "
        + "bytes \(call.bytes), existed \(call.existedBefore.map { "\($0)" } ?? "?"), \(call.paths.map(Self.withoutNumber))"
    }
    lines.append("hit \(recording.hit ?? -1), injections \(recording.injections), cut \(recording.isCut)")
    lines.append("draws \(recording.draws.map { "\($0.identity) \($0.before) \($0.count)" })")
    lines.append("obstacle \(recording.unavailableReason.map { "\($0)" } ?? "none")")
    for history in recording.histories {
      lines.append(
        "\(history.path) loose \(history.loose.map { "\($0)" } ?? "never") held \(history.contents)")
    }
    if let result = recording.result {
      lines.append("\(result.ending), strays \(result.strays)")
      for stream in [result.standardOutput, result.standardError] {
        lines.append(String(decoding: stream, as: UTF8.self))
      }
    }
    for name in lab.names() {
      let entry = Entry(path: "\(lab.output)/\(name)", contentLimit: 1 << 16)
      lines.append(
        "left \(name): \(entry.map { "\($0)" } ?? "gone"), \(entry?.content.map { "\($0)" } ?? "")")
    }
    self.lines = lines
  }

  /// A file in memory has another number in every run.
  private static func withoutNumber(_ path: String) -> Substring {
    path.hasPrefix("/memfd:") ? path.prefix { $0 != "#" } : path[...]
  }

  var description: String { lines.joined(separator: "\n") }
}

extension EngineLab {
  func checkpoint(
    _ command: [String], options: TraceOptions = TraceOptions()
  ) throws -> Checkpoint {
    try clear()
    return try Checkpoint(
      launch(command), at: WatchedPlace(directory: output, files: EngineLab.files(in: output)),
      options: options)
  }

  /// One run in an empty directory: of a copy, or afresh.
  func summary(
    _ command: [String], from checkpoint: Checkpoint?, options: TraceOptions = TraceOptions(),
    plan: FaultPlan? = nil
  ) throws -> RunSummary {
    guard let checkpoint else {
      return RunSummary(try trace(command, options: options, plan: plan), left: self)
    }
    try clear()
    return RunSummary(try checkpoint.run(plan: plan, options: options), left: self)
  }

  /// Why a subject cannot be copied; nil when it can.
  func reason(_ command: [String]) throws -> CheckpointUnsound? {
    do {
      _ = try checkpoint(command)
      return nil
    } catch let reason as CheckpointUnsound {
      return reason
    }
  }

  /// Compares the copies of a subject with fresh runs: without a fault, and with one at each of its calls.
  ///
  /// - Parameter limit: at how many calls at most.
  /// - Returns: how many runs were compared.
  func compareRuns(
    _ command: [String], options: TraceOptions = TraceOptions(), limit: Int = 40,
    faults: (TracedCall) -> [Fault] = EngineLab.faults
  ) throws -> Int {
    let clean = try trace(command, options: options)
    var plans: [FaultPlan?] = [nil]
    for call in clean.calls.filter({ $0.kind != .read && $0.name.roles.last != .standardOutput }).prefix(
      limit)
    {
      plans += faults(call).map { FaultPlan(target: call.name, fault: $0) }
    }
    let checkpoint = try checkpoint(command, options: options)
    for plan in plans {
      let copied = try summary(command, from: checkpoint, options: options, plan: plan)
      let fresh = try summary(command, from: nil, options: options, plan: plan)
      #expect(
        copied == fresh, "\(command) \(plan.map { "\($0)" } ?? "no fault"):\n\(copied)\n\nfresh:\n\(fresh)")
      if copied != fresh { break }
    }
    return plans.count
  }

  /// An error, a lasting one, a short write, and the ends of a program.
  static func faults(of call: TracedCall) -> [Fault] {
    let errors = ErrorTable.errors(of: call)
    return errors.prefix(1).map { .error($0, lasting: false) }
      + errors.suffix(1).map { call.kind == .close ? .lost($0, lasting: true) : .error($0, lasting: true) }
      + (call.kind == .write ? [.short(.one)] : [])
      + [.signal(.terminate, .before), .signal(.interrupt, .after), .kill(.after)]
  }
}

/// Programs that are copied.
enum CopiedPrograms {
  static let dynamic = Corner.compile("checkpoint.c", name: "checkpoint")
  static let fixed = Corner.compile("checkpoint.c", name: "checkpoint-static", flags: ["-static"])

  static let python = """
    import os, sys
    print("before")
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    for name, mode in (("privkey.json", 0o600), ("pubkey.json", 0o644)):
        path = os.path.join(out, name)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
                file.write("{}")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if os.path.exists(path): os.unlink(path)
            sys.exit(f"failed: {error}")
    print("after")
    """
  static let perl = """
    print "before\\n"; my $out = shift; mkdir $out;
    for my $name ("privkey.json", "pubkey.json") {
      sysopen(my $file, "$out/$name", 0301, 0600) or die "open: $!\\n";
      syswrite($file, "{}") == 2 or do { my $why = $!; unlink "$out/$name"; die "write: $why\\n" };
      close $file or die "close: $!\\n";
    }
    print "after\\n";
    """
  /// Longer than what a shell reads at once, so that its descriptor's offset moves.
  static let shell =
    "echo before\nout=$1\n[ -d \"$out\" ] || mkdir \"$out\" || exit 1\n"
    + "for name in privkey.json pubkey.json; do\n  (set -C; echo {} >\"$out/$name\") || exit 1\n  ls $out >/dev/null\ndone\n"
    + String(repeating: "# A line that is there for its length.\n", count: 500)
    + "cat \"$out/pubkey.json\" || { rm \"$out/privkey.json\"; exit 2; }\necho after\n"
}
