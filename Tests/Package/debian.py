"""scripts/package: the Debian package and its bill of materials."""

import glob
import json
import os
import stat

import completions

from parts import MIRROR, check, find, path, run, skip
from prefix import PROJECT

# What only a debug build has, which a release build has not: the Swift libraries where the compiler has them.
DEBUG_TAGS = "custom-library-search-path,hardening-no-bindnow,hardening-no-pie,unstripped-binary-or-object"


def build(directory):
    # The fastest compression: the test is about what is inside.
    return run(f"{PROJECT}/scripts/package", "--executable", MIRROR, path(directory), timeout=200,
               env={**os.environ, "DPKG_DEB_COMPRESSOR_LEVEL": "1"})


def test():
    if not find("dpkg-deb") or not find("readelf"):
        return skip("a Debian package", "there is no dpkg-deb or no readelf")
    done = build("one")
    deb, bill = (done.stdout.split() + ["", ""])[:2]
    if not check("package writes a package and a bill of materials", done.returncode == 0 and os.path.exists(deb)
                 and os.path.exists(bill) and len(os.listdir(path("one"))) == 2, repr(done)):
        return
    again = build("two")
    same = all(run("cmp", file, path("two", os.path.basename(file))).returncode == 0 for file in (deb, bill))
    check("a second run makes the same bytes", again.returncode == 0 and same, repr(again))
    is_static = "(NEEDED)" not in run("readelf", "-d", MIRROR).stdout
    check_fields(deb, is_static)
    check_bill(bill, deb)
    check_lintian(deb, is_static)
    check_installed(deb)


def field(deb, name):
    return run("dpkg-deb", "-f", deb, name).stdout.strip()


def check_fields(deb, is_static):
    version = run(MIRROR, "--version").stdout.strip()
    check("the version of the package begins with that of the program", field(deb, "Version").startswith(version), field(deb, "Version"))
    depends = field(deb, "Depends")
    check("a static executable depends on nothing, another one on its libraries",
          depends == "" if is_static else all(name in depends for name in ("libc6", "libsodium23", "libyaml-0-2")), depends)


def check_bill(bill, deb):
    with open(bill) as file:
        text = file.read()
    document = json.loads(text)
    components = document["components"]
    named = {component["name"]: component for component in components}
    with open(f"{PROJECT}/Package.resolved") as file:
        pins = {pin["identity"]: pin["state"]["version"] for pin in json.load(file)["pins"]}
    check("the bill names the Swift packages with their versions",
          pins and all(named.get(name, {}).get("version") == version for name, version in pins.items()), text)
    debian = [component for component in components if component.get("purl", "").startswith("pkg:deb/")]
    installed = {component["name"]: run("dpkg-query", "-W", "-f", "${Version}", component["name"]).stdout for component in debian}
    check("the bill names the linked Debian libraries with their versions and licenses",
          all(any(name.startswith(library) for name in installed) for library in ("libsodium", "libssl", "libyaml", "libc6"))
          and all(named[name]["version"] == version and named[name].get("licenses") for name, version in installed.items()), text)
    digest = run("sha256sum", deb).stdout.split()[0]
    check("the bill names the package's hash", document["metadata"]["component"]["hashes"][0]["content"] == digest, digest)
    name = "the bill is valid CycloneDX"
    try:
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator
        fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    except Exception as error:  # A missing part of the validator comes as an error of its own.
        return skip(name, f"cyclonedx-python-lib[json-validation] does not work here: {type(error).__name__}")
    check(name, fault is None, repr(fault))


def check_lintian(deb, is_static):
    name = "lintian has nothing against the package"
    if not find("lintian"):
        return skip(name, "there is no lintian")
    options = ["--allow-root", "--fail-on", "error,warning"]
    if not is_static:
        options += ["--suppress-tags", DEBUG_TAGS]
        name += ", but for what a debug build has"
    done = run("lintian", *options, deb, timeout=200)
    check(name, done.returncode == 0 and not done.stdout, done.stdout + done.stderr)


def check_installed(deb):
    name = "the package can be installed, used and removed"
    if os.geteuid() != 0:
        return skip(name, "only root can install packages")
    if os.path.lexists("/usr/bin/mirror") or run("dpkg-query", "-W", "mirror-jwk").returncode == 0:
        return skip(name, "there is a mirror in /usr/bin already, which a test leaves alone")
    listed = ["/" + line.split()[5].lstrip("./") for line in run("dpkg-deb", "-c", deb).stdout.splitlines()]
    new = [place for place in listed if not os.path.lexists(place)]
    done = run("dpkg", "-i", deb, timeout=200)
    try:
        if check("dpkg installs the package", done.returncode == 0, repr(done)):
            use()
    finally:
        done = run("dpkg", "--purge", "mirror-jwk", timeout=200)
    left = [place for place in new if os.path.lexists(place)]
    left += glob.glob("/var/lib/dpkg/info/mirror-jwk*")
    check("dpkg removes the package, and nothing is left", done.returncode == 0 and len(new) > 20 and not left
          and run("dpkg-query", "-W", "mirror-jwk").returncode != 0, repr((done, left)))


def use():
    keys = path("keys")
    made = run("/usr/bin/mirror", "keygen", "-o", keys)
    private = os.path.join(keys, "privkey.json")
    check("the installed program makes a pair", made.returncode == 0 and stat.S_IMODE(os.stat(private).st_mode) == 0o600,
          made.stderr)
    judged = run("/usr/bin/mirror", "inspect", keys)
    check("and finds the pair conformant", judged.returncode == 0, judged.stdout)
    helper = run("/usr/bin/docker-credential-mirror", "version")
    check("the installed helper answers", helper.returncode == 0, repr(helper))
    name = "man finds the installed page"
    if not os.path.exists("/usr/share/man/man1/mirror.1.gz"):
        skip(name, "dpkg leaves out manual pages on this machine (path-exclude)")
    elif not find("man"):
        skip(name, "there is no man")
    else:
        where = run("man", "-w", "mirror")
        check(name, where.stdout.strip() == "/usr/share/man/man1/mirror.1.gz", repr(where))
    completions.check_bash("/usr/share", "from the package")
    completions.check_fish("/usr/share", "/usr/bin", "from the package")
    completions.check_zsh("/usr/share/zsh/vendor-completions", "from the package")
