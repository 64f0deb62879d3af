internal import Glibc
internal import StrictFormats

/// Two JSON values compared as a user of the file would.
enum JSONComparison {
  /// Whether two values mean the same: members in any order, numbers as IEEE doubles.
  static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.number(let one), .number(let other)): one == other || strtod(one, nil) == strtod(other, nil)
    case (.array(let one), .array(let other)):
      one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
    case (.object(let one), .object(let other)):
      one.count == other.count
        && one.allSatisfy { member in
          other.first { isName($0, member) }.map { isSame($0.value, member.value) } ?? false
        }
    default: one == other
    }
  }

  /// What of one object another lacks or has changed, as paths such as `auths.other.example`; more is no matter.
  static func losses(from old: JSONValue, to new: JSONValue, _ path: String = "") -> [String] {
    guard let members = old.objectValue, let others = new.objectValue else {
      return isSame(old, new) ? [] : [path.isEmpty ? "the whole" : path]
    }
    return members.flatMap { member -> [String] in
      let below = join(path, member.name)
      guard let other = others.first(where: { isName($0, member) }) else { return [below] }
      return losses(from: member.value, to: other.value, below)
    }
  }

  /// What of one value is written otherwise in another that means the same: a number's literal, or the order of members.
  static func rewritings(from old: JSONValue, to new: JSONValue, _ path: String = "") -> [String] {
    switch (old, new) {
    case (.number(let one), .number(let other)):
      return one == other ? [] : ["\(path): \(one) became \(other)"]
    case (.array(let one), .array(let other)):
      return zip(one, other).enumerated().flatMap {
        rewritings(from: $0.element.0, to: $0.element.1, "\(path)[\($0.offset)]")
      }
    case (.object(let one), .object(let other)):
      let kept = other.filter { member in one.contains { isName($0, member) } }
      let names = one.filter { member in other.contains { isName($0, member) } }
      let moved = !zip(names, kept).allSatisfy { isName($0, $1) }
      let place = path.isEmpty ? "the whole" : path
      return (moved ? ["\(place): another order of members"] : [])
        + names.flatMap { member -> [String] in
          guard let twin = other.first(where: { isName($0, member) }) else { return [] }
          return rewritings(
            from: member.value, to: twin.value, join(path, member.name))
        }
    default: return []
    }
  }

  private static func join(_ path: String, _ name: String) -> String {
    let name = name.isEmpty ? "\"\"" : name
    return path.isEmpty ? name : path + "." + name
  }

  private static func isName(_ one: JSONMember, _ other: JSONMember) -> Bool {
    one.name.utf8.elementsEqual(other.name.utf8)
  }
}
