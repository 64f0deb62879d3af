/// Writes a specification for a terminal.
package struct SpecText: Sendable {
  private let specification: Specification

  package init(_ specification: Specification) { self.specification = specification }

  /// One requirement in full, with the rules by which it is judged where it has some.
  ///
  /// - Parameter width: the greatest number of columns of a line; a longer word gets a line of its own.
  package func section(of requirement: Requirement, width: Int) -> String {
    let area = specification.area(of: requirement.id)
    var text = wrapped("\(requirement.id) (\(area?.title ?? ""))", width: width, indent: 0, hanging: 2)
    text += "\(requirement.level.word), \(requirement.profile.rawValue) profile\n\n"
    text += wrapped(requirement.statement, width: width, indent: 2) + "\n"
    text += "Source\n" + sources(of: requirement, width: width) + "\n"
    text += "Why\n" + wrapped(requirement.rationale, width: width, indent: 2) + "\n"
    text += "How it is checked\n" + wrapped(requirement.checked, width: width, indent: 2)
    guard let area, !area.rules.isEmpty else { return text }
    text += "\nRules for \(specification.name(of: area))-*\n"
    for rule in area.rules {
      text += wrapped("\(rule.id) \(rule.text)", width: width, indent: 2, hanging: 3)
    }
    return text
  }

  /// All requirements, one paragraph each, by area.
  ///
  /// - Parameter width: the greatest number of columns of a line.
  package func table(width: Int) -> String {
    specification.areas.map { area in
      let rows = area.requirements.map { requirement in
        let name = requirement.id.rawValue.padding(to: 12)
        let profile = requirement.profile.rawValue.padding(to: 11)
        let level = requirement.level.word.padding(to: 7)
        return wrapped(name + profile + level + requirement.statement, width: width, indent: 0, hanging: 30)
      }
      return "\(area.title)\n" + rows.joined()
    }
    .joined(separator: "\n")
  }

  private func sources(of requirement: Requirement, width: Int) -> String {
    requirement.sources.map { source in
      switch source {
      case .clause(let clause):
        let section = specification.document.first { $0.clauses.contains(clause) }
        return wrapped(
          "\(clause.name) (\(section?.heading ?? ""), \(clause.position)): \(clause.gist)",
          width: width, indent: 2, hanging: 4)
      case .standard(let section):
        return wrapped(section, width: width, indent: 2)
      }
    }
    .joined()
  }

  /// Breaks a paragraph at spaces; runs of spaces are kept within a line.
  func wrapped(_ text: String, width: Int, indent: Int, hanging: Int = 0) -> String {
    var lines = ""
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines += line + "\n"
        line = String(repeating: " ", count: indent + hanging)
        isEmpty = true
      }
      line += isEmpty ? "\(word)" : " \(word)"
      isEmpty = false
    }
    return lines + line + "\n"
  }
}

extension String {
  /// The text with spaces at its end, up to a number of characters.
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: " ", count: max(1, count - self.count))
  }
}
