/// The manual page of one command, in mdoc.
struct Page {
  let command: Command
  let version: String
  /// The date as mdoc has it, such as `November 24, 2026`.
  let date: String

  var text: String { lines.joined(separator: "\n") + "\n" }

  private var lines: [String] {
    let discussion = Discussion(command.discussion ?? "")
    let abstract = command.abstract ?? ""
    var lines = [
      ".\\\" Made by scripts/lib/manual from the parser of mirror \(version); a change here is lost.",
      ".Dd \(date)",
      ".Dt \(command.pageName.uppercased()) 1",
      ".Os mirror \(version)",
      ".Sh NAME",
      ".Nm \(command.pageName)",
      ".Nd \(summary(abstract))",
      ".Sh SYNOPSIS",
      ".Nm \"\(callingWords)\"",
    ]
    lines += command.shownArguments.filter { !$0.isCommon && $0.kind != .positional }.map(usage)
    if !command.documented.isEmpty { lines += [".Ar subcommand", ".Op Ar argument ..."] }
    lines += command.shownArguments.filter { $0.kind == .positional }.map(usage)
    lines.append(".Sh DESCRIPTION")
    lines += discussion.description.isEmpty ? Roff.prose(abstract) : discussion.description
    lines += subcommands
    lines += options
    if !discussion.exitStatuses.isEmpty {
      lines += [".Sh EXIT STATUS", ".Bl -tag -width Ds"]
      for (status, meaning) in discussion.exitStatuses { lines += [".It \(status)"] + Roff.prose(meaning) }
      lines.append(".El")
    }
    if !discussion.examples.isEmpty {
      lines += [".Sh EXAMPLES", ".Bd -literal -offset indent"] + discussion.examples + [".Ed"]
    }
    return lines + related
  }

  private var callingWords: String { command.words.map(Roff.word).joined(separator: " ") }

  /// The abstract as `Nd` has it: no sentence of its own, and no sign that `whatis` cannot show.
  private func summary(_ abstract: String) -> String {
    let line = abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract
    let plain = (line.prefix(1).lowercased() + line.dropFirst()).replacing("×", with: "x")
    return Roff.prose(plain).joined(separator: " ")
  }

  private func usage(_ argument: Argument) -> String {
    var words: String
    switch argument.kind {
    case .positional: words = "Ar \(Roff.word(argument.valueName ?? "argument"))"
    case .flag: words = "Fl \(argument.preferredName?.flag ?? "")"
    case .option:
      words = "Fl \(argument.preferredName?.flag ?? "") Ar \(Roff.word(argument.valueName ?? "value"))"
    }
    if argument.isRepeating { words += argument.kind == .positional ? " ..." : "" }
    return argument.isOptional ? ".Op \(words)" : ".\(words)"
  }

  private var subcommands: [String] {
    guard !command.documented.isEmpty else { return [] }
    var lines = [".Sh SUBCOMMANDS", ".Bl -tag -width Ds"]
    for subcommand in command.documented {
      lines += [".It Xr \(subcommand.pageName) 1"] + Roff.prose(subcommand.abstract ?? "")
    }
    return lines + [".El"]
  }

  private var options: [String] {
    var lines = [".Sh OPTIONS", ".Bl -tag -width Ds"]
    for argument in command.shownArguments { lines += [item(argument)] + meaning(of: argument) }
    return lines + [".El"]
  }

  private func item(_ argument: Argument) -> String {
    let value = Roff.word(argument.valueName ?? "value")
    switch argument.kind {
    case .positional: return ".It Ar \(value)"
    case .flag: return ".It " + (argument.names ?? []).map { "Fl \($0.flag)" }.joined(separator: " , ")
    case .option:
      return ".It "
        + (argument.names ?? []).map { "Fl \($0.flag) Ar \(value)" }.joined(separator: " , ")
    }
  }

  private func meaning(of argument: Argument) -> [String] {
    var sentences = [argument.abstract ?? "", argument.discussion ?? ""]
    let said = sentences.joined(separator: " ")
    let values = argument.allValues ?? []
    if !values.allSatisfy({ said.contains($0) }) {
      sentences.append("One of " + values.map { "`\($0)`" }.joined(separator: ", ") + ".")
    }
    if let value = argument.defaultValue, !said.contains("default:") {
      sentences.append("The default is `\(value)`.")
    }
    if argument.isRepeating, argument.kind == .option, !said.contains("repeat"), !said.contains("several") {
      sentences.append("May be repeated.")
    }
    return Roff.prose(sentences.joined(separator: " "))
  }

  private var related: [String] {
    var names: [String] = []
    for count in 1..<max(command.words.count, 1) {
      names.append(command.words.prefix(count).joined(separator: "-"))
    }
    guard !names.isEmpty else { return [] }
    return [".Sh SEE ALSO"]
      + names.enumerated().map {
        ".Xr \($0.element) 1" + ($0.offset + 1 < names.count ? " ," : "")
      }
  }
}
