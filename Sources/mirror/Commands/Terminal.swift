internal import Glibc
internal import SpecHarness

/// What the terminal, if there is one, can do and the user wants of it.
enum Terminal {
  /// The columns where a terminal does not tell.
  private static let usualWidth = 80

  /// How a report on standard output looks: wrapped and coloured on a terminal, plain elsewhere.
  static var layout: TextLayout { layout(of: STDOUT_FILENO) }

  /// The same for what is said on standard error meanwhile.
  static var errorLayout: TextLayout { layout(of: STDERR_FILENO) }

  private static func layout(of descriptor: Int32) -> TextLayout {
    TextLayout(colour: wantsColour(on: descriptor), width: width(of: descriptor))
  }

  /// Whether standard error is a terminal on which a line can be written anew.
  static var canShowProgress: Bool { isatty(STDERR_FILENO) == 1 && !isDumb }

  /// The columns of a terminal; elsewhere those that `COLUMNS` names, and nil without it.
  static func width(of descriptor: Int32) -> Int? {
    let named = value("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    guard isatty(descriptor) == 1 else { return named }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return named ?? usualWidth
    }
    return Int(size.ws_col)
  }

  /// `NO_COLOR` goes before `CLICOLOR_FORCE`, and both before what the terminal is.
  private static func wantsColour(on descriptor: Int32) -> Bool {
    if value("NO_COLOR") != nil { return false }
    if let forced = value("CLICOLOR_FORCE"), forced != "0" { return true }
    return isatty(descriptor) == 1 && !isDumb
  }

  private static var isDumb: Bool { [nil, "dumb"].contains(value("TERM")) }

  /// A variable of the environment that is set and not empty.
  private static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
