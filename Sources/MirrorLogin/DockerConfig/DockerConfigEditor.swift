/// Puts credentials into the text of a Docker `config.json`, and changes nothing else of it.
///
/// Unknown members, the order of members, numbers as written, escapes and white space stay, because they are never read.
struct DockerConfigEditor {
  /// A place whose text is replaced by a part of `insertions`.
  private struct Edit {
    let place: Range<Int>
    let insertion: Range<Int>
  }

  private let bytes: UnsafeRawBufferPointer
  private let text: DockerConfigText
  private let layout: JSONLayout
  private let scanner: JSONScanner
  private let path: String
  private var edits: [Edit] = []

  /// Makes the new text.
  ///
  /// - Parameters:
  ///   - bytes: the old text; empty where there is none.
  ///   - path: what the text is called in messages.
  /// - Throws: `LoginError` when the old text is damaged.
  static func edit(
    _ bytes: UnsafeRawBufferPointer, setting entries: [CredentialEntry], path: String
  ) throws(LoginError) -> SecretBuffer {
    guard let text = try DockerConfigText.read(bytes, path: path) else {
      let empty: StaticString = "{}\n"
      let start = UnsafeRawBufferPointer(start: empty.utf8Start, count: empty.utf8CodeUnitCount)
      return try edit(start, setting: entries, path: path)
    }
    var editor = DockerConfigEditor(bytes: bytes, text: text, path: path)
    var insertions = SecretBuffer(capacity: 4096)
    try editor.setAll(entries, &insertions)
    return editor.assemble(insertions)
  }

  private init(bytes: UnsafeRawBufferPointer, text: DockerConfigText, path: String) {
    self.bytes = bytes
    self.text = text
    self.path = path
    layout = JSONLayout(of: text.root, in: bytes)
    scanner = JSONScanner(bytes)
  }

  /// The old text with its edits, which lie in no other's place.
  private func assemble(_ insertions: borrowing SecretBuffer) -> SecretBuffer {
    var result = SecretBuffer(capacity: bytes.count + insertions.count)
    var position = 0
    // Of two insertions at one place, the first made comes first.
    let sorted = edits.enumerated().sorted {
      ($0.element.place.lowerBound, $0.offset) < ($1.element.place.lowerBound, $1.offset)
    }
    insertions.withUnsafeBytes { new in
      for (_, edit) in sorted {
        result.append(UnsafeRawBufferPointer(rebasing: bytes[position..<edit.place.lowerBound]))
        result.append(UnsafeRawBufferPointer(rebasing: new[edit.insertion]))
        position = edit.place.upperBound
      }
      result.append(UnsafeRawBufferPointer(rebasing: bytes[position...]))
    }
    return result
  }

  private mutating func setAll(
    _ entries: [CredentialEntry], _ insertions: inout SecretBuffer
  ) throws(LoginError) {
    // A member of the root that is missing comes behind the last one there is; both may be.
    var isRootEmpty = text.root.members.isEmpty
    // A helper's host needs no new entry.
    try set(
      "auths", text.auths, text.authsValue, entries, isNeeded: { $0.member != nil }, &isRootEmpty, &insertions
    ) { editor, entry, old, insertions throws(LoginError) in
      try editor.appendEntry(entry, old, &insertions)
    }
    try set(
      "credHelpers", text.credHelpers, text.credHelpersValue, entries.filter { $0.helper != nil },
      isNeeded: { _ in true }, &isRootEmpty, &insertions
    ) { _, entry, _, insertions throws(LoginError) in
      if let helper = entry.helper { insertions.appendJSONString(helper) }
    }
    if isRootEmpty { return }
    guard text.root.members.isEmpty else { return }
    let start = insertions.count
    insertions.append(layout.lineBreak)
    let end = text.root.range.upperBound - 1
    edits.append(Edit(place: end..<end, insertion: start..<insertions.count))
  }

  // MARK: Members of the root

  private typealias ValueWriter = (
    borrowing DockerConfigEditor, CredentialEntry, Range<Int>?, inout SecretBuffer
  ) throws(LoginError) -> Void

  /// Sets the hosts' members of one of the root's objects.
  ///
  /// - Parameters:
  ///   - object: the object, if it is there; `value` is its place, or that of a null.
  ///   - isNeeded: whether a host that is not there is to be added.
  ///   - write: appends the value of a host, given the place of the old one.
  private mutating func set(
    _ name: String, _ object: JSONObjectSpan?, _ value: Range<Int>?, _ entries: [CredentialEntry],
    isNeeded: (CredentialEntry) -> Bool, _ isRootEmpty: inout Bool, _ insertions: inout SecretBuffer,
    _ write: ValueWriter
  ) throws(LoginError) {
    var isThere = [Bool](repeating: false, count: entries.count)
    if let object, !entries.isEmpty {
      let index = HostIndex(entries.map(\.host))
      for member in object.members {
        guard let number = index.number(of: member.name, scanner) else { continue }
        let entry = entries[number]
        guard !isThere[number] else {
          throw LoginError(
            "\(path) is left as it is: \"\(name)\" names \(entry.host) twice; remove one of them")
        }
        isThere[number] = true
        let start = insertions.count
        try write(self, entry, member.value, &insertions)
        edits.append(Edit(place: member.value, insertion: start..<insertions.count))
      }
    }
    let new = entries.indices.filter { !isThere[$0] && isNeeded(entries[$0]) }.map { entries[$0] }
    guard !new.isEmpty else { return }
    let start = insertions.count
    if let object {
      try appendMembers(new, to: object, &insertions, write)
      let place =
        object.members.last.map { $0.value.upperBound..<$0.value.upperBound }
        ?? (object.range.lowerBound + 1)..<(object.range.upperBound - 1)
      edits.append(Edit(place: place, insertion: start..<insertions.count))
    } else if let value {
      try appendObject(new, &insertions, write)
      edits.append(Edit(place: value, insertion: start..<insertions.count))
    } else {
      if !isRootEmpty { insertions.append(UInt8(ascii: ",")) }
      isRootEmpty = false
      insertions.append(layout.separator(depth: 1, in: text.root, bytes))
      insertions.appendJSONString(name)
      insertions.append(layout.colon)
      try appendObject(new, &insertions, write)
      let end = text.root.members.last?.value.upperBound ?? text.root.range.lowerBound + 1
      edits.append(Edit(place: end..<end, insertion: start..<insertions.count))
    }
  }

  private func appendObject(
    _ entries: [CredentialEntry], _ insertions: inout SecretBuffer, _ write: ValueWriter
  ) throws(LoginError) {
    insertions.append(UInt8(ascii: "{"))
    try appendMembers(entries, to: nil, &insertions, write)
    insertions.append(UInt8(ascii: "}"))
  }

  /// Appends members as they stand at the end of an object; of an empty one, also what stands before its `}`.
  private func appendMembers(
    _ entries: [CredentialEntry], to object: JSONObjectSpan?, _ insertions: inout SecretBuffer,
    _ write: ValueWriter
  ) throws(LoginError) {
    var isFirst = object?.members.isEmpty ?? true
    let isEmpty = isFirst
    for entry in entries {
      if !isFirst { insertions.append(UInt8(ascii: ",")) }
      isFirst = false
      insertions.append(layout.separator(depth: 2, in: object, bytes))
      insertions.appendJSONString(entry.host)
      insertions.append(layout.colon)
      try write(self, entry, nil, &insertions)
    }
    if isEmpty { insertions.append(layout.separator(depth: 1, bytes)) }
  }

  // MARK: Entries of auths

  /// Appends the entry of a host: what the old one holds beside credentials, and the new credential.
  private func appendEntry(
    _ entry: CredentialEntry, _ old: Range<Int>?, _ insertions: inout SecretBuffer
  ) throws(LoginError) {
    let object = try old.map { place throws(LoginError) in try oldEntry(place, entry.host) } ?? nil
    let kept = object?.members.filter { member in
      !CredentialEntry.credentialMembers.contains { scanner.isString(member.name, equalTo: $0) }
    }
    guard let name = entry.member ?? kept?.first.map({ _ in "" }) else { return insertions.append("{}") }
    let separator = layout.separator(depth: 3, in: object, bytes)
    insertions.append(UInt8(ascii: "{"))
    for member in kept ?? [] {
      insertions.append(separator)
      insertions.append(
        UnsafeRawBufferPointer(rebasing: bytes[member.name.lowerBound..<member.value.upperBound]))
      if member != kept?.last || !name.isEmpty { insertions.append(UInt8(ascii: ",")) }
    }
    if !name.isEmpty {
      insertions.append(separator)
      insertions.appendJSONString(name)
      insertions.append(layout.colon)
      entry.appendValue(to: &insertions)
    }
    if let object, let last = object.members.last {
      let end = bytes[last.value.upperBound..<(object.range.upperBound - 1)]
      insertions.append(UnsafeRawBufferPointer(rebasing: end))
    } else {
      insertions.append(layout.separator(depth: 2, bytes))
    }
    insertions.append(UInt8(ascii: "}"))
  }

  private func oldEntry(_ place: Range<Int>, _ host: String) throws(LoginError) -> JSONObjectSpan? {
    if DockerConfigText.isNull(place, bytes) { return nil }
    var scanner = scanner
    scanner.position = place.lowerBound
    guard scanner.next == UInt8(ascii: "{"), let object = try? scanner.readObject() else {
      throw LoginError("\(path) is left as it is: the entry of \(host) is no object")
    }
    return object
  }
}
