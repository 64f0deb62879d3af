import Foundation

/// What `mirror --experimental-dump-help` prints, as far as a manual page needs it.
struct Tool: Decodable {
  var command: Command
}

/// A command of the program, with the commands below it.
struct Command: Decodable {
  var commandName: String
  var abstract: String?
  var discussion: String?
  var shouldDisplay: Bool
  var superCommands: [String]?
  var arguments: [Argument]?
  var subcommands: [Command]?

  /// The words that call it, such as `mirror report show`.
  var words: [String] { (superCommands ?? []) + [commandName] }

  /// The name of its page, such as `mirror-report-show`.
  var pageName: String { words.joined(separator: "-") }

  /// The commands that have pages; `help` prints what the pages say.
  var documented: [Command] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  var shownArguments: [Argument] { (arguments ?? []).filter { $0.shouldDisplay } }
}

/// An option, a flag or a positional argument.
struct Argument: Decodable {
  enum Kind: String, Decodable {
    case positional
    case option
    case flag
  }

  struct Name: Decodable {
    var kind: String
    var name: String

    /// The name as mdoc's `Fl` wants it, without the first hyphen.
    var flag: String { kind == "long" ? "\\-" + name.replacing("-", with: "\\-") : name }
  }

  var kind: Kind
  var names: [Name]?
  var preferredName: Name?
  var valueName: String?
  var abstract: String?
  var discussion: String?
  var defaultValue: String?
  var allValues: [String]?
  var shouldDisplay: Bool
  var isOptional: Bool
  var isRepeating: Bool

  /// Whether every command has it, so that a synopsis need not show it.
  var isCommon: Bool { kind == .flag && ["help", "version"].contains(valueName) }
}
