"""scripts/install and scripts/uninstall in a directory of their own."""

import json
import os
import sys

import completions
import pages

from parts import MIRROR, check, find, path, run, skip, write

PROJECT = sys.argv[2]


def tree(directory):
    """Everything below a directory, with what it holds."""
    found = {}
    for parent, directories, files in os.walk(directory):
        for name in directories + files:
            place = os.path.join(parent, name)
            if os.path.islink(place):
                found[place] = os.readlink(place)
            elif os.path.isdir(place):
                found[place] = "directory"
            else:
                with open(place, "rb") as file:
                    found[place] = (os.stat(place).st_mode & 0o7777, file.read())
    return found


def install(*arguments, **options):
    return run(f"{PROJECT}/scripts/install", "--executable", MIRROR, *arguments, timeout=200, **options)


def uninstall(*arguments, **options):
    return run(f"{PROJECT}/scripts/uninstall", *arguments, **options)


def test():
    tool = json.loads(run(MIRROR, "--experimental-dump-help").stdout)
    prefix = path("prefix")
    done = install(prefix)
    if not check("install succeeds and says where", done.returncode == 0 and done.stdout == f"{prefix}/bin/mirror\n", repr(done)):
        return
    helper = run(f"{prefix}/bin/docker-credential-mirror", "version")
    check("the credential helper answers by its name", helper.stdout.startswith("docker-credential-mirror "), repr(helper))
    modes = {place[len(prefix) + 1:]: oct(kind[0]) for place, kind in tree(prefix).items() if isinstance(kind, tuple)}
    check("files have the mode 0644, and the executable 0755",
          modes.pop("bin/mirror", "") == "0o755" and set(modes.values()) == {"0o644"}, repr(modes))
    share = f"{prefix}/share"
    completions.check_bash(share, "from a prefix")
    completions.check_fish(share, f"{prefix}/bin", "from a prefix")
    completions.check_zsh(f"{share}/zsh/site-functions", "from a prefix")
    pages.check_pages(f"{share}/man/man1", tool)
    if find("man"):
        where = run(find("man"), "-M", f"{share}/man", "-w", "docker-credential-mirror").stdout.strip()
        check("man finds the helper's page", where.endswith("/mirror-credential-helper.1") or
              where.endswith("/docker-credential-mirror.1"), where)
    else:
        skip("man finds the helper's page", "there is no man")

    done = uninstall(prefix)
    check("uninstall removes everything, the prefix too, and says so",
          done.returncode == 0 and not os.path.lexists(prefix) and f"removed {prefix}/bin/mirror\n" in done.stderr, repr(done))
    done = uninstall(prefix)
    check("a second uninstall has nothing to remove and says so", done.returncode == 1 and "is not there" in done.stderr, repr(done))
    beside_others(prefix)


def beside_others(prefix):
    """Files of others stay as they are, also one that was ours."""
    write("prefix/bin/other", "theirs", 0o755)
    write("prefix/share/man/man1/other.1", "theirs")
    before = tree(prefix)
    # A page that only an older version had, as its list says.
    first = install(prefix)
    listed = f"{prefix}/share/mirror/installed"
    stale = write("prefix/share/man/man1/mirror-old.1", "old")
    with open(listed, "a") as file:
        file.write(f"file {run('sha256sum', stale).stdout.split()[0]} share/man/man1/mirror-old.1\n")
    second = install(prefix)
    check("installing again removes what only the older version had",
          first.returncode == second.returncode == 0 and not os.path.exists(stale), repr(second))
    changed = f"{prefix}/share/fish/vendor_completions.d/mirror.fish"
    with open(changed, "w") as file:
        file.write("theirs")
    done = uninstall(prefix)
    check("uninstall leaves a changed file and says so",
          done.returncode == 1 and changed in done.stderr and os.path.exists(changed)
          and not os.path.exists(f"{prefix}/bin/mirror"), repr(done))
    os.unlink(changed)
    done = uninstall(prefix)
    check("uninstall leaves the files of others as they were", done.returncode == 0 and tree(prefix) == before,
          repr((done, sorted(tree(prefix)))))
    # The list is read by whoever uninstalls, often root.
    write("victim", "theirs")
    digest = run("sha256sum", path("victim")).stdout.split()[0]
    write("prefix/share/mirror/installed", f"file {digest} ../victim\n")
    done = uninstall(prefix)
    check("a list cannot name a file outside of the prefix", done.returncode == 1 and os.path.exists(path("victim")), repr(done))
