internal import ArgumentParser
internal import FaultInjection
internal import SpecHarness

/// Says what the suite could not remove, and ends the command with exit status 70 if there is anything.
func endOnLeftovers() throws(ExitCode) {
  let lines = Leftovers.lines
  for line in lines { printError("mirror: \(line)") }
  if !lines.isEmpty { throw ExitCode(70) }
}
