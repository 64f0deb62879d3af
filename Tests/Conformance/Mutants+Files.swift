import KeygenSuite
import SpecHarness

extension Mutant {
  /// KG-DIR-*: the directory and what else is in it.
  static let directory: [Mutant] = [
    Mutant("no-parents", "makes the last directory of the path only", [.dir1]),
    Mutant("no-mkdir", "wants the directory to exist", [.dir1]),
    // It cannot be retried into the directory that the failed run made, nor run where the directory is prepared.
    Mutant(
      "refuses-existing-directory", "wants the directory not to exist", [.dir1],
      may: [.roll5, .exist6, .file4]),
    Mutant("refuses-other-content", "wants the directory to be empty", [.dir1], may: [.roll5, .dir2]),
    Mutant("deletes-other-content", "removes what else is in the directory", [.dir2]),
    Mutant("touches-other-content", "sets the times of what else is in the directory", [.dir2]),
    Mutant("chmods-other-content", "makes everything in the directory 0600", [.dir2]),
    // It has emptied the directory by the time the run fails.
    Mutant("empties-directory-first", "empties the directory before it writes", [.dir2]),
    Mutant("created-directory-0777", "makes directories with 0777 whatever the umask", [], traced: [.dir3]),
    Mutant("existing-directory-0700", "sets the mode of an existing directory", [], traced: [.dir3]),
  ]

  /// KG-FILE-*: which files there are, their modes, and whether they are safely on disk.
  ///
  /// With an extra file in the directory, what a race leaves there is not just one pair (KG-EXIST-6).
  static let files: [Mutant] = [
    Mutant("private-0644", "private file with 0644", [.file2], traced: [.file4, .file5]),
    Mutant("private-0640", "private file with 0640", [.file2], traced: [.file4, .file5]),
    Mutant("private-0400", "private file with 0400", [.file2], traced: [.file4]),
    Mutant("private-0700", "private file with 0700", [.file2], traced: [.file4, .file5]),
    Mutant(
      "private-0666-less-umask", "private file with what the umask leaves of 0666", [.file2],
      traced: [.file4, .file5]),
    // Under any umask but one its modes are right: whether the unusual umasks show it, depends on which they are.
    Mutant(
      "private-loose-under-umask-0", "private file with 0644 under umask 0 only", [.file2],
      may: [.file4, .file5]),
    Mutant(
      "private-loose-under-umask-027", "private file with 0640 under umask 027 only", [.file2],
      may: [.file4, .file5]),
    Mutant("public-0600", "public file with 0600", [.file3], traced: [.file4]),
    Mutant("public-0664", "public file with 0664", [.file3], traced: [.file4]),
    Mutant("public-0444", "public file with 0444", [.file3], traced: [.file4]),
    Mutant(
      "public-0666-less-umask", "public file with what the umask leaves of 0666", [.file3], traced: [.file4]),
    Mutant(
      "public-0644-less-umask", "public file with what the umask leaves of 0644", [], traced: [.file4]),
    Mutant(
      "private-0600-less-umask", "private file with what the umask leaves of 0600", [], traced: [.file4]),
    Mutant("chmod-after-write", "private file 0644 until it is written", [], traced: [.file5], may: [.roll9]),
    Mutant("chmod-after-close", "private file 0644 until it is closed", [], traced: [.file5], may: [.roll9]),
    Mutant("loose-temporary", "private temporary file 0644 until it is written", [], traced: [.file5]),
    Mutant(
      "private-0640-while-empty", "private file 0640 for as long as it is empty", [], traced: [.file5]),
    Mutant(
      "private-0604-while-empty", "private file 0604 for as long as it is empty", [], traced: [.file5]),
    Mutant(
      "temporary-0640-while-empty", "private temporary file 0640 for as long as it is empty", [],
      traced: [.file5]),
    Mutant("no-fsync", "flushes nothing", [], traced: [.file6]),
    Mutant("no-private-fsync", "does not flush the private file", [], traced: [.file6]),
    Mutant("no-directory-fsync", "does not flush the directory", [], traced: [.file6]),
    Mutant("fsync-after-success", "flushes after the success lines", [], traced: [.file6]),
    Mutant("extra-file", "leaves a README", [.file1], may: [.exist6]),
    Mutant("extra-file-in-home", "leaves a history in the home directory", [.file1]),
    Mutant("extra-directory", "leaves an empty directory", [.file1], may: [.exist6]),
    Mutant("lock-file-left", "leaves a lock file", [.file1, .roll7], may: [.exist6, .roll8]),
    Mutant("public-temporary-left", "leaves the temporary name of the public file", [.file1], may: [.exist6]),
    Mutant(
      "private-temporary-left", "leaves the temporary name of the private file", [.file1], traced: [.secret2],
      may: [.exist6, .roll7, .roll8]),
    Mutant("fills-directory", "leaves 3000 files", [.file1], may: [.exist6]),
    Mutant("only-private", "writes the private file only", [.file1], hopeless: true),
    Mutant("only-public", "writes the public file only", [.file1], hopeless: true),
    Mutant("leaves-daemon", "leaves a process behind", [.file1]),
  ]
}
