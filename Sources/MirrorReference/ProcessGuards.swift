internal import Glibc

/// What a process that handles a private key settles before it does.
///
/// These settings belong to the whole process; a program makes them once, before it has threads.
package struct ProcessGuards: Sendable {
  /// The owner's bits that the umask masked when the process was started.
  package let maskedOwnerBits: UInt32
  /// Settles them.
  package init() {
    Self.protectSecrets()
    // A file beyond the size limit, and a pipe without a reader, are errors to report and not to die of.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    // With the owner's bits masked, the owner could put nothing into a new directory.
    let mask = umask(0o077)
    umask(mask & 0o077)
    maskedOwnerBits = mask & 0o700
  }

  /// Does what suits any process that reads or writes private keys, its children too: standard descriptors are there,
  /// core dumps are not.
  package static func protectSecrets() {
    fillStandardDescriptors()
    forbidCoreDumps()
  }

  /// Keeps the numbers 0 to 2 from being given to a key file, where a message would be written into it.
  private static func fillStandardDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // For reading only: a write still fails, as it would have.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Keeps the key out of core dumps, while the process stays traceable.
  private static func forbidCoreDumps() {
    // A limit of 0 does not hold for a core that is piped to a program; one of 1 byte does (core(5) and the
    // kernel's fs/coredump.c), and is too small for a file.
    var limit = rlimit(rlim_cur: 1, rlim_max: 1)
    if setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) != 0 {
      limit = rlimit(rlim_cur: 0, rlim_max: 0)
      _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
  }
}
