import LoginSuite

/// Wrong only where a run begins otherwise than most do.
extension LoginMutant {
  static let rare: [LoginMutant] = beginnings + modes + refusals + locks

  private static let beginnings: [LoginMutant] = [
    LoginMutant("overwrites-same-length", "writes in place what has the same length", [.fail6]),
    LoginMutant("maps-same-length", "writes in place, by a mapping, what has the same length", [.fail6]),
    LoginMutant("in-place-when-small", "writes a small config.json in its place", [.store8, .fail6]),
    LoginMutant("in-place-when-large", "writes a large config.json in its place", [.store8, .fail6]),
    LoginMutant("one-rename-for-each-host", "replaces config.json once for each host", [.fail6]),
    LoginMutant("home-directory-refused", "makes no ~/.docker", [.store2]),
    LoginMutant(
      "close-errors-ignored-when-new", "ignores errors of close where there is no config.json", [.fail2]),
  ]

  private static let modes: [LoginMutant] = [
    LoginMutant("link-target-0644", "opens what a link leads to to all", [.store5]),
    LoginMutant("new-link-target-0644", "makes what a link leads to with mode 0644", [.store5]),
    LoginMutant("home-file-0644", "makes ~/.docker/config.json with mode 0644", [.store5]),
    LoginMutant("home-directory-0755", "makes ~/.docker with mode 0755", [.store5]),
    LoginMutant("read-only-becomes-0600", "gives every file mode 0600", [.store5]),
  ]

  private static let refusals: [LoginMutant] = [
    LoginMutant(
      "makes-directory-early", "makes the directory before it reads the configuration", [.conf3, .conf4]),
    LoginMutant(
      "tightens-mode-early", "changes the mode of config.json before it reads the configuration",
      [.conf3, .conf4]),
    LoginMutant("marks-damaged-file", "leaves a file beside a damaged config.json", [.fail4]),
  ]

  private static let locks: [LoginMutant] = [
    LoginMutant(
      "no-lock-for-new-file", "takes no lock where there is no config.json", [.store9], traced: true),
    LoginMutant("locks-config-itself", "locks the file that is replaced", [.store9], traced: true),
    LoginMutant(
      "goes-on-without-lock", "waits three seconds for the lock, and does without it then", [.store9],
      traced: true),
  ]
}
