import KeygenSuite
import SpecHarness

extension Mutant {
  /// KG-CLI-*: options, messages, exit statuses.
  static let commandLine: [Mutant] = [
    Mutant("short-flag-ignored", "takes -o DIR and writes into . all the same", [.cli1]),
    Mutant("no-long-flag", "does not know --output-dir DIR", [.cli1]),
    Mutant("no-equals-form", "does not know --output-dir=DIR", [.cli1]),
    Mutant("default-home", "writes into the home directory when no directory is given", [.cli1]),
    // Of several at once, the losers' exit status 0 looks like success, too.
    Mutant(
      "exit-0-on-refusal", "exit status 0 when a file exists", [.cli2, .exist1, .exist2, .exist5],
      may: [.exist6, .roll4]),
    Mutant("exit-0-on-usage-error", "exit status 0 for an unknown flag", [.cli2, .cli5]),
    Mutant("exit-0-on-failure", "exit status 0 when a file could not be written", [.cli2, .roll4]),
    // A race that it has won looks lost to all.
    Mutant("exit-1-on-success", "exit status 1 when all went well", [.cli2], may: [.exist6]),
    Mutant("silent-refusal", "no message when a file exists", [.cli4], may: [.roll4]),
    Mutant("silent-usage-error", "no message for an unknown flag", [.cli4]),
    Mutant("silent-failure", "no message when a file could not be written", [.cli4, .roll4]),
    Mutant("refusal-on-stdout", "the message that a file exists is on stdout", [.cli4], may: [.roll4]),
    Mutant("swapped-lines", "the public file's line first", [.cli3]),
    Mutant("lines-on-stderr", "the two lines on stderr", [.cli3]),
    Mutant("root-path-printed", "the lines name /privkey.json and /pubkey.json", [.cli3]),
    Mutant("basename-printed", "the lines name the files without their directory", [.cli3]),
    Mutant("extra-line", "a third line on stdout", [.cli3]),
    Mutant("no-final-newline", "the second line does not end", [.cli3]),
    Mutant("no-check-mark", "the lines without the check mark", [.cli3]),
    Mutant("crlf-lines", "lines that end in CR LF", [.cli3]),
    Mutant("coloured-lines", "escape sequences for colour, though stdout is no terminal", [.cli3]),
    Mutant("no-output", "nothing on stdout", [.cli3]),
    Mutant("one-line", "both messages on one line", [.cli3]),
    Mutant("json-output", "JSON on stdout", [.cli3]),
    Mutant("floods-stdout", "100 MB on stdout", [.cli3], may: [.cli2, .file1], hopeless: true),
    Mutant("invalid-utf-8-output", "a line of broken UTF-8 on stdout", [.cli3]),
    Mutant("ignores-unknown-flags", "takes any flag", [.cli5]),
    Mutant("ignores-positionals", "takes any positional argument", [.cli5]),
    Mutant("positional-is-directory", "takes a positional argument for the directory", [.cli5]),
    Mutant("writes-before-usage-error", "refuses an unknown flag with the pair already written", [.cli5]),
    Mutant(
      "directory-before-usage-error", "refuses an unknown flag with the directory already made", [.cli5]),
    Mutant(
      "lines-before-writing", "prints the success lines before it writes", [.cli4], traced: [.file6]),
  ]
}
