/// Files that run-time systems make for themselves, whatever program they run.
package enum RuntimeFiles {
  /// Byte code of Python, and the counters of the JVM.
  private static let marks = ["/__pycache__", "/hsperfdata_"]

  package static func contain(_ path: String) -> Bool { marks.contains { path.contains($0) } }
}
