internal import Glibc
internal import SpecHarness

/// The absolute path of this program.
func ownExecutable() throws(SuiteError) -> String {
  guard let path = realpath("/proc/self/exe", nil) else {
    throw .internal(
      "cannot find this program's own executable by /proc/self/exe: \(String(cString: strerror(errno))): mount /proc"
    )
  }
  defer { free(path) }
  return String(cString: path)
}
