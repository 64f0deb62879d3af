internal import CLaunch
internal import Glibc
internal import SystemSupport

/// The children of this process that runs of the suite have left to it.
///
/// A program may use the suite as a library and have children of its own: those are neither ended nor waited for.
struct OwnProcesses {
  /// The absolute paths of the directories that sandboxes lie or lay in.
  let roots: Set<String>
  /// Whether runs that are under way are ended, too, rather than only what outlived its run.
  let includesRuns: Bool

  private static let most = 4096

  /// Ends what runs have left, until nothing of it is there or the time is over.
  ///
  /// - Parameters:
  ///   - timeout: in seconds.
  func end(timeout: Double) {
    let end = monotonicSeconds() + timeout
    // What has been killed shows neither its environment nor its directory any more.
    var known: Set<pid_t> = []
    while true {
      let children = Self.children()
      known = known.intersection(children).union(children.filter(isOwn))
      if known.isEmpty || monotonicSeconds() > end { return }
      for child in known {
        kill(child, SIGKILL)
        // What a thread waits for is for that thread to reap.
        if Self.kind(child) != MIRROR_PROCESS_AWAITED { _ = mirror_reap(child) }
      }
      // What a killed process leaves comes here a moment later.
      usleep(5000)
    }
  }

  private static func children() -> Set<pid_t> {
    var room = [pid_t](repeating: 0, count: most)
    let count = mirror_list_children(&room, Int32(most))
    return Set(room.prefix(Int(count)))
  }

  private static func kind(_ process: pid_t) -> mirror_process_kind {
    mirror_kind_of(process, getsid(process))
  }

  /// Whether a process belongs to a run: by its number, by its session, or because it lives in a sandbox.
  private func isOwn(_ process: pid_t) -> Bool {
    switch Self.kind(process) {
    case MIRROR_PROCESS_LOST: true
    case MIRROR_PROCESS_AWAITED, MIRROR_PROCESS_OF_A_RUN: includesRuns
    default: livesInSandbox(process)
    }
  }

  private func livesInSandbox(_ process: pid_t) -> Bool {
    func isInside(_ path: some Sequence<UInt8>) -> Bool {
      roots.contains { path.starts(with: "\($0)/".utf8) }
    }
    if isInside(FileSystem.target(ofLink: "/proc/\(process)/cwd").utf8) { return true }
    let environment = fileContents("/proc/\(process)/environ") ?? []
    return environment.split(separator: 0).contains { variable in
      variable.starts(with: "HOME=".utf8) && isInside(variable.dropFirst(5))
    }
  }
}
