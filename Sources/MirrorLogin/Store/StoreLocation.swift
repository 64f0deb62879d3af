internal import MirrorReference
internal import SystemPackage
internal import YAML

/// The file behind a path: where the links at its end lead, whether it exists or not.
struct StoreLocation {
  let name: String
  /// The directory's path, from the working directory.
  let directoryPath: String
  /// The directory, open; the caller's to close unless it is the one that the search began in.
  let directory: FileDescriptor
  let identity: FileIdentity

  /// The file's path, from the working directory.
  var path: String { directoryPath.hasSuffix("/") ? directoryPath + name : "\(directoryPath)/\(name)" }

  /// Follows the links at a name.
  ///
  /// - Parameters:
  ///   - directory: where the name is, open; `directoryPath` is its path.
  static func find(
    _ name: String, in directory: FileDescriptor, _ directoryPath: String, calls: some StoreCalls
  ) throws(LoginError) -> StoreLocation {
    var name = name
    var current = directory
    var currentPath = directoryPath
    for _ in 0..<40 {
      let link: String
      do {
        link = try calls.readLink(name, at: current)
      } catch .invalidArgument, .noSuchFileOrDirectory {
        let status = try attempt("examine directory", currentPath) { () throws(Errno) in
          try calls.status(of: current)
        }
        return StoreLocation(
          name: name, directoryPath: currentPath, directory: current, identity: status.identity)
      } catch {
        let path = "\(currentPath)/\(name)"
        if current != directory { try? calls.close(current) }
        throw LoginError("cannot examine \(path): \(error)")
      }
      guard let (parent, child) = split(link) else {
        if current != directory { try? calls.close(current) }
        throw LoginError("\(currentPath)/\(name) is a link to \(printable(link)), which is no file's path")
      }
      let nextPath = parent.hasPrefix("/") ? parent : "\(currentPath)/\(parent)"
      let next: FileDescriptor
      do {
        next = try calls.openDirectory(parent, at: current, readable: true, following: true)
      } catch {
        if current != directory { try? calls.close(current) }
        throw LoginError("cannot open directory \(nextPath), where \(currentPath)/\(name) leads: \(error)")
      }
      if current != directory { try? calls.close(current) }
      (name, current, currentPath) = (child, next, nextPath)
    }
    if current != directory { try? calls.close(current) }
    throw LoginError("\(directoryPath)/\(name) is a link that leads in circles")
  }

  /// A path's directory and last name.
  private static func split(_ path: String) -> (directory: String, name: String)? {
    guard let slash = path.lastIndex(of: "/") else {
      return path.isEmpty || path == "." || path == ".." ? nil : (".", path)
    }
    let name = String(path[path.index(after: slash)...])
    guard !name.isEmpty, name != ".", name != ".." else { return nil }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }
}

/// Gives a failing system call its operation and path.
func attempt<Result>(
  _ operation: String, _ path: String, _ call: () throws(Errno) -> Result
) throws(LoginError) -> Result {
  do { return try call() } catch { throw LoginError("cannot \(operation) \(path): \(error)") }
}
