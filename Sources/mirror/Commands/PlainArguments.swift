/// Arguments in their plain, documented forms, read one after the other without the argument parser.
///
/// The parser costs more than everything else that `mirror keygen` and `mirror login` do. Whatever is not recognised here,
/// right or wrong, is left to it, so that there is one place for usage errors and help.
struct PlainArguments {
  private var rest: ArraySlice<String>
  private var seen: Set<String> = []
  private var inlineValue: String?

  init(_ arguments: ArraySlice<String>) { rest = arguments }

  /// Whether the last option has a value behind `=` that nobody has asked for.
  var hasValueLeft: Bool { inlineValue != nil }

  /// The next option, without its value; nil at the end.
  mutating func next() -> String? {
    guard let argument = rest.popFirst() else { return nil }
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let isLong = argument.hasPrefix("--")
    inlineValue = isLong && parts.count == 2 ? String(parts[1]) : nil
    return isLong ? String(parts[0]) : argument
  }

  /// The value of the last option; nil where there is none, or an empty one.
  ///
  /// - Parameter takesHyphen: whether a lone hyphen is a value, such as standard input.
  mutating func value(takesHyphen: Bool = false) -> String? {
    let given = inlineValue
    inlineValue = nil
    if let given { return given.isEmpty ? nil : given }
    guard let next = rest.popFirst(), !next.isEmpty, !next.hasPrefix("-") || takesHyphen && next == "-" else {
      return nil
    }
    return next
  }

  /// Whether an option has not been there before.
  mutating func isFirst(_ name: String) -> Bool { seen.insert(name).inserted }
}
