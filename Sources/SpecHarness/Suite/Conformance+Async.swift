internal import FaultInjection
internal import Glibc
internal import SystemSupport

extension Conformance {
  /// Runs the suite on a thread of its own while the task of the caller is suspended.
  ///
  /// A run blocks its thread for seconds or minutes, which the threads that tasks share must not be. A run that has begun
  /// goes on to its end when the task is cancelled.
  ///
  /// - Parameter note: is told what happens, one event after the other, from several threads.
  /// - Returns: what the run says of the subject.
  /// - Throws: ``SuiteError`` when the subject cannot be started, a case is not known, the harness itself fails, or a
  ///   sandbox, which may hold a private key, could not be removed.
  public func report(
    _ note: @escaping @Sendable (SuiteEvent) -> Void = { _ in }
  ) async throws(SuiteError) -> Report {
    let outcome = await withCheckedContinuation { continuation in
      let thread = startThread {
        continuation.resume(returning: Result { () throws(SuiteError) in try self.run(note) })
      }
      if let thread {
        pthread_detach(thread)
      } else {
        continuation.resume(returning: .failure(.withoutThread))
      }
    }
    let report = try outcome.get()
    let unremoved = UnremovedFiles.lines
    guard unremoved.isEmpty else { throw .internal(unremoved.joined(separator: "\n")) }
    return report
  }
}
