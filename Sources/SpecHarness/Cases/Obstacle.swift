internal import FaultInjection
internal import SystemSupport

/// Something that has one of the two names before the run.
enum Obstacle: String, CaseIterable, Sendable {
  case file
  case keySet = "key-set"
  case readOnlyFile = "read-only-file"
  case emptyFile = "empty-file"
  case directory
  case fullDirectory = "full-directory"
  case fifo
  case fifoWithReader = "fifo-with-reader"
  case socket
  case link
  case linkToDirectory = "link-to-directory"
  case danglingLink = "dangling-link"
  case linkLoop = "link-loop"

  /// Whether it is what KG-EXIST-1 and KG-EXIST-2 are about: a plain file; KG-EXIST-5 is about the rest.
  var isPlainFile: Bool { [.file, .keySet, .readOnlyFile].contains(self) }

  /// Puts it at a name of the output directory.
  func place(_ file: KeyFile, in sandbox: Sandbox, _ directory: String = "work/keys") throws(FileSystem
    .Failure)
  {
    let path = sandbox.path(directory + "/" + file.name)
    let target = sandbox.elsewhere + "/target-of-" + file.name
    let content = Array("something of the user's own\n".utf8)
    switch self {
    case .file: try FileSystem.write(path, content, mode: 0o640)
    case .keySet: try FileSystem.write(path, Array("{\"keys\":[]}\n".utf8), mode: file.documentedMode)
    case .readOnlyFile: try FileSystem.write(path, content, mode: 0o444)
    case .emptyFile: try FileSystem.write(path, [], mode: 0o600)
    case .directory: try FileSystem.makeDirectory(path)
    case .fullDirectory:
      try FileSystem.makeDirectory(path)
      try FileSystem.write(path + "/inner", content)
    case .fifo, .fifoWithReader: try FileSystem.makeFIFO(path)
    case .socket: try FileSystem.makeSocket(path)
    case .link:
      try FileSystem.write(target, content)
      try FileSystem.setModified(target, seconds: Bystanders.time)
      try FileSystem.makeLink(path, to: target)
    case .linkToDirectory:
      try FileSystem.makeDirectory(target)
      try FileSystem.makeLink(path, to: target)
    case .danglingLink: try FileSystem.makeLink(path, to: target)
    case .linkLoop: try FileSystem.makeLink(path, to: file.name)
    }
    // A time in the past, so that any write shows.
    try FileSystem.setModified(path, seconds: Bystanders.time)
  }

  /// The obstacle in words.
  var phrase: String {
    switch self {
    case .file: "a file"
    case .keySet: "a JWK set"
    case .readOnlyFile: "a read-only file"
    case .emptyFile: "an empty file"
    case .directory: "a directory"
    case .fullDirectory: "a directory that is not empty"
    case .fifo: "a FIFO"
    case .fifoWithReader: "a FIFO that somebody reads"
    case .socket: "a socket"
    case .link: "a symbolic link to a file"
    case .linkToDirectory: "a symbolic link to a directory"
    case .danglingLink: "a dangling symbolic link"
    case .linkLoop: "a symbolic link to itself"
    }
  }
}
