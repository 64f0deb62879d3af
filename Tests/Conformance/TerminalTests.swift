import FaultInjection
import SpecHarness
import Testing

/// `script` of util-linux gives a program a terminal.
private let hasScript = (try? Subject(command: ["script"])) != nil

@Suite("mirror conform on a terminal", .enabled(if: hasScript, "needs script of util-linux"))
struct TerminalTests {
  private let workshop: Workshop
  private let mirror: String

  init() throws {
    workshop = try Workshop()
    mirror = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
  }

  /// What a terminal of 72 columns gets, both streams together.
  private func terminal(_ arguments: String, _ variables: String = "TERM=xterm") throws -> String {
    let inner =
      "stty cols 72 rows 40; env -u NO_COLOR -u COLUMNS \(variables) '\(mirror)' conform \(arguments)"
    return try workshop.shell("script -qec \"\(inner)\" /dev/null").output
  }

  private func piped(_ variables: String) throws -> String {
    try workshop.shell("env \(variables) '\(mirror)' conform --only KG-CLI-5").output
  }

  private let colour = "\u{1b}[32m"
  private let anew = "\r\u{1b}[K"

  @Test("A terminal gets colours and a line of progress, which is taken away at the end")
  func plain() throws {
    let output = try terminal("--only KG-CLI-5")
    #expect(output.contains(colour))
    let last = try #require(output.ranges(of: "violated, ").last).upperBound
    #expect(output[last...].contains(anew))
  }

  @Test("NO_COLOR, TERM=dumb and CLICOLOR_FORCE are obeyed")
  func wishes() throws {
    let without = try terminal("--only KG-CLI-5", "TERM=xterm NO_COLOR=1")
    #expect(!without.contains(colour) && without.contains(anew))
    let dumb = try terminal("--only KG-CLI-5", "TERM=dumb")
    #expect(!dumb.contains("\u{1b}") && !dumb.contains("violated, 0:"))
    #expect(try !terminal("--only KG-CLI-5", "TERM=xterm NO_COLOR=1 CLICOLOR_FORCE=1").contains(colour))
    #expect(try piped("CLICOLOR_FORCE=1").contains(colour))
    for plain in ["A=b", "CLICOLOR_FORCE=0", "CLICOLOR_FORCE=1 NO_COLOR=1"] {
      #expect(try !piped(plain).contains("\u{1b}"), "\(plain)")
    }
    // An empty value is no wish.
    #expect(try piped("CLICOLOR_FORCE=1 NO_COLOR=").contains(colour))
  }

  @Test("Lines are wrapped to a terminal and to COLUMNS, and nowhere else")
  func width() throws {
    let loose = try workshop.variant("loose", afterwards: #"chmod 0644 "$dir/privkey.json""#)
    let arguments = "--only KG-FILE-2 -- \(loose)"
    // A long word, such as the path of this build, has a line of its own and stays whole.
    let longest = { (text: String) in
      text.split(whereSeparator: \.isNewline).filter { $0.split(separator: " ").count > 2 }.map(\.count).max()
        ?? 0
    }
    let shown = try terminal(arguments, "TERM=dumb")
    #expect(shown.contains("FAIL KG-FILE-2") && longest(shown) <= 72)
    let file = try workshop.shell("'\(mirror)' conform \(arguments)").output
    #expect(longest(file) > 100 && !file.contains("\\\n"))
    #expect(longest(try workshop.shell("COLUMNS=60 '\(mirror)' conform \(arguments)").output) <= 60)
  }

  @Test("A signal takes the line of progress away, too")
  func interrupted() throws {
    let slow = try workshop.variant("slow", afterwards: "touch '\(workshop.path("ran"))'; sleep 5")
    let output = try workshop.shell(
      """
      script -qec "env TERM=xterm '\(mirror)' conform -- '\(slow)' & echo \\$! >pid; wait" /dev/null &
      for try in $(seq 200); do [ -e ran ] && break; sleep 0.05; done
      sleep 1
      kill -TERM "$(cat pid)"
      wait
      """
    ).output
    let last = try #require(output.ranges(of: "violated, ").last).upperBound
    #expect(output[last...].contains(anew))
  }
}
