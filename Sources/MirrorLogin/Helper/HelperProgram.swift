internal import Glibc
internal import YAML

/// A credential helper: the program `docker-credential-NAME`, called as Docker calls it.
///
/// The secret goes through its standard input, never through its arguments or environment.
package struct HelperProgram: Sendable {
  /// How long it may take, in milliseconds; it may have to ask a person.
  private static let patience: Int64 = 120_000
  private static let mostOutput = 1 << 16

  package let name: String

  package init(_ name: String) { self.name = name }

  private var program: String { "docker-credential-\(name)" }

  /// Stores the password of a host.
  ///
  /// - Throws: `LoginError` when the program is not there, fails, or takes too long.
  package func store(host: String, username: String, token: Token) throws(LoginError) {
    var input = SecretBuffer()
    input.append(#"{"ServerURL":"#)
    input.appendJSONString(host)
    input.append(#","Username":"#)
    input.appendJSONString(username)
    input.append(#","Secret":"#)
    token.bytes.withUnsafeBytes { input.appendJSONString($0) }
    input.append("}\n")
    var output = SecretBuffer()
    let status = try run("store", input, &output)
    guard status != 0 else { return }
    let ending = status & 0x7F == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
    throw LoginError("\(program) could not store the credential for \(host): \(ending)\(said(output, token))")
  }

  /// The first line that the program has printed, unless it holds the token.
  private func said(_ output: borrowing SecretBuffer, _ token: Token) -> String {
    output.withUnsafeBytes { output in
      token.bytes.withUnsafeBytes { secret in
        let line = output.prefix { $0 != 0x0A && $0 != 0x0D }
        let isLeak =
          line.count >= secret.count
          && (0...(line.count - secret.count)).contains {
            line[$0..<($0 + secret.count)].elementsEqual(secret)
          }
        return line.isEmpty || isLeak ? "" : ": \(printable(String(decoding: line, as: UTF8.self)))"
      }
    }
  }

  // MARK: The process

  private func run(
    _ verb: String, _ input: borrowing SecretBuffer, _ output: inout SecretBuffer
  ) throws(LoginError) -> Int32 {
    var toChild: (Int32, Int32) = (-1, -1)
    var fromChild: (Int32, Int32) = (-1, -1)
    guard Self.pipe(&toChild), Self.pipe(&fromChild) else {
      let failure = LoginError("cannot start \(program): \(reason(errno))")
      for descriptor in [toChild.0, toChild.1] where descriptor >= 0 { close(descriptor) }
      throw failure
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild.0, 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild.1, 1)
    posix_spawn_file_actions_adddup2(&actions, fromChild.1, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores, an ordinary program expects to act.
    var ordinary = sigset_t()
    sigemptyset(&ordinary)
    sigaddset(&ordinary, SIGPIPE)
    sigaddset(&ordinary, SIGXFSZ)
    posix_spawnattr_setsigdefault(&attributes, &ordinary)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child: pid_t = 0
    let code = withArguments([program, verb]) { arguments in
      posix_spawnp(&child, program, &actions, &attributes, arguments, environ)
    }
    close(toChild.0)
    close(fromChild.1)
    defer { close(fromChild.0) }
    guard code == 0 else {
      close(toChild.1)
      throw LoginError(
        "cannot start the credential helper \(program): \(reason(code)); put it on PATH, or use --plaintext")
    }
    let isInTime = exchange(input, toChild.1, &output, fromChild.0)
    if !isInTime { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard isInTime else {
      throw LoginError("\(program) did not end within \(Self.patience / 1_000) seconds, and was killed")
    }
    return status
  }

  private static func pipe(_ ends: inout (Int32, Int32)) -> Bool {
    var pair: [Int32] = [-1, -1]
    guard Glibc.pipe(&pair) == 0 else { return false }
    for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    ends = (pair[0], pair[1])
    return true
  }

  /// Feeds the program and reads what it prints, until it closes its output.
  ///
  /// - Returns: whether it did so in time.
  private func exchange(
    _ input: borrowing SecretBuffer, _ target: Int32, _ output: inout SecretBuffer, _ source: Int32
  ) -> Bool {
    _ = fcntl(target, F_SETFL, O_NONBLOCK)
    var written = 0
    var isOpen = true
    defer { if isOpen { close(target) } }
    let start = Self.clock()
    while true {
      let left = Self.patience - (Self.clock() - start)
      guard left > 0 else { return false }
      var wanted = [pollfd(fd: source, events: Int16(POLLIN), revents: 0)]
      if isOpen { wanted.append(pollfd(fd: target, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&wanted, nfds_t(wanted.count), Int32(left)) > 0 else { continue }
      if isOpen, wanted[1].revents != 0 {
        let count = input.withUnsafeBytes { bytes in
          write(target, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        }
        if count > 0 { written += count }
        // A program that does not read its input says why on its output.
        if written == input.count || count < 0 && errno != EAGAIN && errno != EINTR {
          close(target)
          isOpen = false
        }
      }
      if wanted[0].revents != 0 {
        var isEnd = false
        let room = max(Self.mostOutput - output.count, 0)
        if room == 0 {
          var ignored = [UInt8](repeating: 0, count: 4096)
          isEnd = read(source, &ignored, ignored.count) == 0
        } else {
          _ = output.append(upTo: min(4096, room)) { target in
            let count = read(source, target.baseAddress, target.count)
            isEnd = count == 0
            return max(count, 0)
          }
        }
        if isEnd { return true }
      }
    }
  }

  private static func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// Lends arguments to a closure as C wants them.
private func withArguments<Result>(
  _ arguments: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = arguments.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
