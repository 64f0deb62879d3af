internal import SystemSupport

extension SuiteRun {
  /// Does the work of a run on a thread that nobody else uses.
  ///
  /// The caller's may have children, which the tracer would wait for, and a thread that mounts something for a sandbox
  /// leaves the caller's view of the file system.
  ///
  /// - Throws: `SuiteError.internal` when the system gives no thread.
  func onOwnThread<Outcome: Sendable>(
    _ work: @escaping @Sendable (SuiteRun) throws(SuiteError) -> Outcome
  ) throws(SuiteError) -> Outcome {
    let outcome = onDedicatedThread { Result { () throws(SuiteError) in try work(self) } }
    guard let outcome else { throw .withoutThread }
    return try outcome.get()
  }
}

extension SuiteError {
  static var withoutThread: SuiteError {
    .internal(
      "the suite was not begun: no thread could be started; raise the limits (ulimit -u), or lower that of stacks "
        + "(ulimit -s)")
  }
}
