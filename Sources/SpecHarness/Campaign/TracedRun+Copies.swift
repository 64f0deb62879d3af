internal import FaultInjection

extension Experiment {
  /// Runs a copy of the stopped subject of a sandbox; nothing where there is none, or where it cannot make such a run.
  func copy(
    _ request: TracedRun.Request, in sandbox: Sandbox, _ before: Snapshot
  ) throws(CaseFailure) -> Recording? {
    guard let copied, copied.sandbox.root == sandbox.root else { return nil }
    do {
      return try copied.run(
        from: before, plan: request.plan, options: request.options, deadline: request.deadline)
    } catch {
      throw .untraced("\(error)")
    }
  }
}
