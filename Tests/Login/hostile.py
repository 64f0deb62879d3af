"""mirror login while others do the same, while it is killed, on a full disk, and with system calls that fail.

Usage: hostile.py MIRROR
"""

import json
import os
import random
import signal
import subprocess
import threading
import time

from parts import MIRROR, check, find, finish, mirror, path, run, skip, write

TITLE = "login in hostile surroundings"
OLD = '{"auths":{"a.example":{"auth":"eDp5"}},"zzz":{"n":2.50,"big":1152921504606846977}}'
HOST = "h.example"


def configure(name, *hosts):
    text = "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\nhosts:\n"
    for host in hosts:
        text += f"  - host: {host}\n    credential:\n      jwkPath: keys/privkey.json\n      iss: i\n      sub: s\n"
    return write(name, text)


def fresh(name):
    run("rm", "-rf", path(name))
    write(f"{name}/config.json", OLD, 0o600)
    return path(name)


def content(directory):
    with open(os.path.join(directory, "config.json")) as file:
        return file.read()


def state(directory):
    """Whether the file is as it was, or new and complete; anything else is None."""
    text = content(directory)
    if text == OLD:
        return "old"
    try:
        value = json.loads(text)
        new = value["auths"][HOST]["registrytoken"].count(".") == 2
    except (ValueError, KeyError):
        return None
    return "new" if new and value["auths"]["a.example"] == {"auth": "eDp5"} and '"n":2.50,"big":1152921504606846977' \
        in text else None


mirror("keygen", "-q", "-o", "keys")
configure("one.yaml", HOST)
LOGIN = [MIRROR, "login", "-f", path("one.yaml"), "--docker-config"]

# Twelve processes, twenty rounds: nothing is lost, and the file is well formed at every instant.
PROCESSES, ROUNDS = 12, 20
for number in range(PROCESSES):
    configure(f"p{number}.yaml", *[f"h{number}-{round}.example" for round in range(ROUNDS)])
shared = fresh("shared")
broken, ends = [], threading.Event()


def watch():
    while not ends.is_set():
        try:
            json.loads(content(shared))
        except (ValueError, OSError) as error:
            broken.append(repr(error))


def work(number, failures):
    for round in range(ROUNDS):
        done = subprocess.run(
            [MIRROR, "login", "-f", path(f"p{number}.yaml"), "--docker-config", shared, "--host",
             f"h{number}-{round}.example"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
        if done.returncode != 0:
            failures.append(done.stderr)


watcher = threading.Thread(target=watch)
watcher.start()
failures = []
workers = [threading.Thread(target=work, args=(number, failures)) for number in range(PROCESSES)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
ends.set()
watcher.join()
stored = json.loads(content(shared))["auths"]
check(f"{PROCESSES} processes in {ROUNDS} rounds all succeed", not failures, failures[:2])
check("they lose no entry", len(stored) == PROCESSES * ROUNDS + 1, f"{len(stored)} entries")
check("the file is well formed at every instant", not broken, broken[:2])
check("no other file stays", os.listdir(shared) == ["config.json"], os.listdir(shared))

# Signals at any moment.
random.seed(8037)
length = 0.0
for _ in range(3):
    start = time.monotonic()
    subprocess.run(LOGIN + [fresh("clean")], stdout=subprocess.DEVNULL)
    length = max(length, time.monotonic() - start)
for kind, count in ((signal.SIGKILL, 80), (signal.SIGTERM, 40), (signal.SIGINT, 40)):
    states, leftovers, window = {}, [], length * 1.2
    directory = fresh("killed")
    for number in range(count * 3):
        if number >= count and len(states) > 1:
            break
        # On a machine that has become busier every run would be hit before its end.
        if number % 10 == 9 and "new" not in states:
            window *= 1.5
        write("killed/config.json", OLD, 0o600)
        process = subprocess.Popen(LOGIN + [directory], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(random.uniform(0, window))
        process.send_signal(kind)
        process.communicate(timeout=60)
        now = state(directory)
        states[now] = states.get(now, 0) + 1
        if process.returncode == 0 and now != "new":
            states[None] = states.get(None, 0) + 1
        if kind != signal.SIGKILL and os.listdir(directory) != ["config.json"]:
            leftovers.append(os.listdir(directory))
    check(f"{kind.name} leaves the old file or the new one", None not in states and len(states) == 2, states)
    if kind != signal.SIGKILL:
        check(f"{kind.name} leaves no other file", not leftovers, leftovers[:2])
    done = subprocess.run(LOGIN + [directory], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    check(f"after {kind.name} the next login succeeds", done.returncode == 0 and state(directory) == "new", done.stderr)

# A full disk.
os.makedirs(path("small"), exist_ok=True)
mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path("small")) if find("mount") else None
if mounted is None or mounted.returncode != 0:
    skip("a full disk", "no file system can be mounted here")
else:
    try:
        write("small/config.json", OLD, 0o600)
        filler = os.open(path("small", "filler"), os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, bytes(512))
        except OSError:
            os.close(filler)
        done = mirror("login", "-f", path("one.yaml"), "--docker-config", path("small"))
        check("on a full disk the old file stays, and the reason is told",
              done.returncode == 1 and "No space left on device" in done.stderr and state(path("small")) == "old"
              and sorted(os.listdir(path("small"))) == ["config.json", "filler"], done.stderr)
        os.unlink(path("small", "filler"))
        done = mirror("login", "-f", path("one.yaml"), "--docker-config", path("small"))
        check("with room again it succeeds", done.returncode == 0 and state(path("small")) == "new", done.stderr)
    finally:
        run("umount", path("small"))

# Real system calls that fail, one after the other.
strace = find("strace")
if not strace or run(strace, "-o", "/dev/null", "true").returncode != 0:
    skip("system calls that fail", "strace is not installed, or may not trace")
    finish(TITLE)
recorded = path("recorded")
directory = fresh("traced")
run(strace, "-o", recorded, *LOGIN, directory)
CALLS = {
    "openat": ["EACCES", "EMFILE"], "openat2": ["EIO"], "read": ["EIO"], "write": ["ENOSPC", "EIO", "EINTR"],
    "fsync": ["EIO", "ENOSPC"], "close": ["EIO", "ENOSPC"], "linkat": ["EIO", "ENOSPC"], "renameat": ["EIO", "EACCES"],
    "flock": ["ENOLCK", "EINTR"], "readlinkat": ["EIO"], "newfstatat": ["EIO", "EACCES"], "fchmod": ["EPERM", "EIO"],
}
counts = {}
with open(recorded) as file:
    for line in file:
        name = line.split("(")[0]
        counts[name] = counts.get(name, 0) + 1
wrong, faults, told = [], 0, 0
secret = json.load(open(path("keys", "privkey.json")))["keys"][0]["d"]
for name, errors in CALLS.items():
    for error in errors:
        for number in range(1, counts.get(name, 0) + 1):
            for when in (f"{number}", f"{number}+"):
                # For good only at the first: strace is slow.
                if when.endswith("+") and (number > 1 or error == "EINTR"):
                    continue
                directory = fresh("traced")
                done = run(strace, "-o", recorded, "-e", f"inject={name}:error={error}:when={when}", *LOGIN, directory)
                faults += 1
                case = f"{name} {error} at {when}: exit {done.returncode} {done.stderr!r}"
                # After the call of another kind than the store's the file may be either.
                now = state(directory)
                if now is None or done.returncode == 0 and now != "new":
                    wrong.append(f"{case}: {content(directory)!r}")
                if done.returncode < 0 or done.returncode != 0 and not done.stderr:
                    # Nothing can be told where standard error fails, too.
                    if not (name == "write" and when.endswith("+")):
                        wrong.append(f"{case}: not told")
                told += done.returncode != 0
                left = sorted(os.listdir(directory))
                if left != ["config.json"]:
                    wrong.append(f"{case}: {left}")
                if secret in done.stdout + done.stderr or "eyJ" in done.stdout + done.stderr:
                    wrong.append(f"{case}: a secret is told")
check(f"{faults} faults at real system calls leave the old file or the new one, and are told ({told} failures)",
      not wrong and faults > 50 and told > 20, "\n        ".join(wrong[:10]))

# Neither the token nor the key is in an argument or in the environment of a process.
with open(recorded, "w"):
    pass
run(strace, "-f", "-v", "-s", "9999", "-e", "trace=execve", "-o", recorded, *LOGIN, fresh("traced"))
with open(recorded) as file:
    text = file.read()
check("no secret is in arguments or environment", "execve" in text and secret not in text and "eyJ" not in text)
finish(TITLE)
