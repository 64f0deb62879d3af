import LoginSuite

extension LoginMutant {
  static let store: [LoginMutant] = [
    LoginMutant("ignores-docker-config", "stores in ~/.docker, whatever DOCKER_CONFIG says", [.store1]),
    LoginMutant("ignores-home", "knows no ~/.docker", [.store1]),
    LoginMutant("stores-as-auth", "stores the token as `auth`", [.store1]),
    LoginMutant("stores-under-url", "stores the token under the host's URL", [.store1]),
    LoginMutant("stores-nothing", "stores nothing, successfully", [.store1]),
    LoginMutant("missing-file-refused", "makes no config.json", [.store2], may: [.store6]),
    LoginMutant("missing-directory-refused", "makes no Docker configuration directory", [.store2]),
    LoginMutant("drops-other-members", "keeps `auths` only", [.store3]),
    LoginMutant("drops-other-hosts", "keeps no other host's entry", [.store3], may: [.store9, .conf2]),
    LoginMutant("rounds-number", "writes 2 for 2.50", [.store3]),
    LoginMutant(
      "replaces-by-prefix", "replaces the entry of another host, too", [.store3],
      may: [.store9, .fail1, .fail3, .fail5, .fail6]),
    LoginMutant("keeps-old-token", "leaves an entry of the host as it is", [.store3]),
    LoginMutant("shortens-number", "writes 2.5 for 2.50", [.store4]),
    LoginMutant("reverses-order", "moves `auths` to the end", [.store4]),
    LoginMutant("new-file-0644", "makes config.json with mode 0644", [.store5], traced: true),
    LoginMutant(
      "new-file-0666-less-umask", "leaves the mode of a new file to the umask", [.store5], traced: true),
    LoginMutant("new-directory-0755", "makes the directory with mode 0755", [.store5]),
    LoginMutant("existing-becomes-0644", "gives an existing file mode 0644", [.store5], traced: true),
    LoginMutant("loose-temporary", "writes a temporary file with mode 0644", [.store5], traced: true),
    LoginMutant("link-replaced", "replaces a link by a file", [.store6]),
    LoginMutant("dangling-link-replaced", "replaces a link that leads nowhere", [.store6]),
    LoginMutant("damaged-is-empty", "starts afresh where the file is damaged", [.store7]),
    LoginMutant("text-behind-ignored", "drops text behind the object", [.store7]),
    LoginMutant("nan-accepted", "takes NaN for a number", [.store7]),
    LoginMutant("array-is-empty", "starts afresh where there is an array", [.store7]),
    LoginMutant("rewrites-damaged", "refuses a damaged file, and changes it", [.store7]),
    LoginMutant(
      "in-place", "writes config.json in its place", [.store8, .fail1, .fail5, .fail6],
      may: [.store9, .fail3]),
    LoginMutant("in-place-through-link", "writes the target of a link in its place", [.store8, .fail6]),
    LoginMutant(
      "removes-then-renames", "removes config.json before it puts the new one there",
      [.store8, .fail1, .fail5, .fail6], may: [.store9, .fail3]),
    LoginMutant(
      "empties-first", "empties config.json before it replaces it", [.store8, .fail1, .fail5, .fail6],
      may: [.store9, .fail3, .store7]),
    LoginMutant("no-lock", "takes no lock", [.store9], traced: true),
    LoginMutant("lock-after-reading", "takes the lock once it has read the file", [.store9], traced: true),
    LoginMutant("lock-released-early", "lets the lock go before it writes", [.store9], traced: true),
  ]

  static let failure: [LoginMutant] = [
    LoginMutant("read-error-is-end", "takes an error for the end of the file", [.fail1]),
    LoginMutant("open-error-is-missing", "takes a file that cannot be opened for a missing one", [.fail1]),
    LoginMutant("write-errors-ignored", "ignores errors of write", [.fail1, .fail2]),
    LoginMutant("short-writes-ignored", "ignores short writes", [.fail1, .fail2]),
    LoginMutant("close-errors-ignored", "ignores errors of close", [.fail2]),
    LoginMutant("flush-errors-ignored", "ignores errors of fsync", [.fail2]),
    LoginMutant("aborts-on-failure", "aborts on a failure", [.fail2]),
    LoginMutant("silent-failure", "fails without a word", [.fail2]),
    LoginMutant("exit-0-on-failure", "exits with status 0 on a failure", [.fail2]),
    LoginMutant("hangs-on-failure", "tries for ever", [.fail2]),
    LoginMutant("lock-file-blocks", "is blocked by the lock file of a run that was killed", [.fail3]),
    LoginMutant("lock-left-on-failure", "leaves its lock file when it fails", [.fail3, .fail4]),
    LoginMutant(
      "fixed-temporary-blocks", "is blocked by the temporary file of a run that was killed", [.fail3]),
    LoginMutant("empty-temporary-left", "leaves an empty file when it fails", [.fail4]),
    LoginMutant("temporary-left", "leaves its temporary file when it fails", [.fail4, .sec2]),
    LoginMutant("handler-removes-config", "removes config.json when a signal comes", [.fail5], may: [.sec2]),
    LoginMutant("no-flush", "flushes nothing", [.fail7]),
    LoginMutant("no-directory-flush", "does not flush the directory", [.fail7]),
    LoginMutant("flush-before-write", "flushes before it writes", [.fail7]),
  ]

  static let secrets: [LoginMutant] = [
    LoginMutant("token-on-stdout", "prints the token", [.sec1]),
    LoginMutant("token-on-stderr-in-hex", "prints the token in hex", [.sec1]),
    LoginMutant("token-on-stderr-in-base64", "prints the token in base64", [.sec1]),
    LoginMutant("seed-on-stderr", "prints the private value", [.sec1]),
    LoginMutant("token-on-failure", "prints the token when it fails", [.sec1], traced: true),
    LoginMutant("token-in-temporary-directory", "leaves the token in TMPDIR", [.sec2]),
    LoginMutant("token-in-argument", "passes the token as an argument", [.sec2], traced: true),
    LoginMutant("token-in-environment", "passes the token in the environment", [.sec2], traced: true),
    LoginMutant("copy-beside", "leaves a copy of the new file", [.sec2], may: [.fail2]),
    LoginMutant("seed-in-home", "leaves the private value in HOME", [.sec2]),
    LoginMutant("token-in-attribute", "puts the token into an extended attribute", [.sec2]),
    LoginMutant("token-as-link-target", "makes a link that leads to the token", [.sec2]),
    LoginMutant("seed-in-file-name", "names a file by the private value", [.sec2]),
    LoginMutant("token-in-lines", "leaves the token in lines of 76 letters", [.sec2]),
    LoginMutant("token-on-stdout-in-lines", "prints the token in lines of 64 letters", [.sec1]),
    LoginMutant("seed-as-title", "writes the private value over its arguments", [.sec2], traced: true),
    LoginMutant("copy-outside", "leaves the token in /var/tmp", [.sec2], traced: true),
    LoginMutant(
      "signals-unhandled", "leaves its temporary file when a signal ends it", [.sec2], traced: true),
  ]
}
