/// Arguments that a command must refuse which takes options only, and none of these.
package struct WrongArguments: Sendable {
  /// The last part of a case's name.
  package let name: String
  /// Stand before those of a usual run.
  package let leading: [String]
  /// Stand behind them.
  package let trailing: [String]

  package init(_ name: String, leading: [String] = [], trailing: [String] = []) {
    (self.name, self.leading, self.trailing) = (name, leading, trailing)
  }

  package static let all = [
    WrongArguments("unknown-flag-after", trailing: ["--no-such-flag"]),
    WrongArguments("unknown-flag-before", leading: ["--no-such-flag"]),
    WrongArguments("unknown-flag-with-value", trailing: ["--no-such-flag=1"]),
    WrongArguments("unknown-short-flag", trailing: ["-Z"]),
    WrongArguments("positional-after", trailing: ["no-such-argument"]),
    WrongArguments("positional-before", leading: ["no-such-argument"]),
  ]
}
