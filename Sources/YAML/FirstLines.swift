/// Notes on which line each name was first seen.
///
/// A few names are compared one by one: a dictionary's type has to be put together at run time, which costs as much as
/// reading a short configuration.
package struct FirstLines {
  private static let few = 32

  private var names: [String] = []
  private var lines: [Int] = []
  private var places: [String: Int]?

  package init() {}

  /// Notes a name, unless it is known.
  ///
  /// - Returns: the line of a known name.
  package mutating func note(_ name: String, line: Int) -> Int? {
    if let place = place(of: name) { return lines[place] }
    names.append(name)
    lines.append(line)
    if places != nil {
      places?[name] = names.count - 1
    } else if names.count > Self.few {
      places = [:]
      for (place, name) in names.enumerated() { places?[name] = place }
    }
    return nil
  }

  private func place(of name: String) -> Int? {
    if let places { return places[name] }
    return names.firstIndex(of: name)
  }
}
