import FaultInjection
import StrictFormats
import SystemSupport
import Testing

@Suite("mirror public and mirror jwks as a user calls them")
struct PublicSetCommandTests {
  private let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    #expect(try workshop.mirror("keygen", "-q", "-o", "keys").ending == .exited(0))
  }

  @Test("The public half of a private set is the one that was written with it")
  func publicSet() throws {
    let result = try workshop.mirror("public", "keys/privkey.json")
    #expect(result.standardOutput == FileSystem.read(workshop.path("keys/pubkey.json"), limit: 10_000))
    #expect(try workshop.mirror("public", "keys/pubkey.json").ending == .exited(1))
    #expect(try workshop.mirror("public", "none").ending == .exited(66))
  }

  @Test("Public sets are joined; what is private, or not right, is refused and the old file stays")
  func join() throws {
    #expect(try workshop.mirror("keygen", "-q", "-o", "more").ending == .exited(0))
    #expect(
      try workshop.mirror(
        "jwks", "--out", "set.json", "keys/pubkey.json", "more/pubkey.json", "keys/pubkey.json"
      ).ending
        == .exited(0))
    let set = try #require(FileSystem.read(workshop.path("set.json"), limit: 10_000))
    #expect(try StrictJSON.read(set)["keys"]?.arrayValue?.count == 2)
    let script = """
      sed 's/"kid":"[^"]*"/"kid":"x"/' keys/pubkey.json >odd.json
      cp keys/privkey.json pubkey.json && chmod 644 pubkey.json
      kid=$(grep -o '"kid":"[^"]*"' keys/pubkey.json); sed "s/\\"kid\\":\\"[^\\"]*\\"/$kid/" more/pubkey.json >same.json
      """
    #expect(try workshop.shell(script).ending == .exited(0))
    for (files, says) in [
      (["keys/privkey.json"], "private member"), (["pubkey.json"], "inspect refuses"),
      (["odd.json"], "inspect refuses"),
      (["keys/pubkey.json", "same.json"], "one kid, one key"),
    ] {
      let result = try workshop.mirror(["jwks", "--out", "set.json"] + files)
      #expect(result.ending == .exited(1), "\(files)")
      #expect(result.errors.contains(says), "\(result.errors)")
      #expect(FileSystem.read(workshop.path("set.json"), limit: 10_000) == set)
    }
    #expect(try workshop.mirror("jwks", "none.json").ending == .exited(66))
  }
}
