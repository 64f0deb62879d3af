/// The directories on the way to a path.
package func ancestors(of path: String) -> Set<String> {
  var found: Set<String> = []
  for index in path.indices where path[index] == "/" { found.insert(String(path[..<index])) }
  return found
}

/// The first few of some paths, for a message.
package func list(_ paths: [String], limit: Int = 5) -> String {
  let rest = paths.count - limit
  let shown = paths.prefix(limit).map { printable(Array($0.utf8)) }.joined(separator: ", ")
  return rest > 0 ? "\(shown) and \(rest) more" : shown
}
