"""What the tests of whole programs share: counting, running programs, and servers that are stopped at the end."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

MIRROR = os.path.abspath(sys.argv[1])
WORK = tempfile.mkdtemp(prefix="mirror-test-")
_processes = []
_counts = {"passed": 0, "failed": 0, "skipped": 0}


def _clean_up():
    for process in reversed(_processes):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    shutil.rmtree(WORK, ignore_errors=True)


atexit.register(_clean_up)


def check(name, holds, seen=""):
    """Counts one check and says what was seen where it fails."""
    _counts["passed" if holds else "failed"] += 1
    print(("ok      " if holds else "FAILED  ") + name + ("" if holds or not seen else f"\n        {seen}"), flush=True)
    return holds


def skip(name, reason):
    _counts["skipped"] += 1
    print(f"skipped {name}: {reason}", flush=True)


def finish(title):
    print(f"{title}: " + ", ".join(f"{count} {kind}" for kind, count in _counts.items()), flush=True)
    sys.exit(1 if _counts["failed"] or not _counts["passed"] else 0)


def find(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def run(*command, timeout=60, **options):
    options.setdefault("cwd", WORK)
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, text=True, **options)


def mirror(*arguments, **options):
    return run(MIRROR, *arguments, **options)


def path(*names):
    return os.path.join(WORK, *names)


def write(name, text, mode=0o644):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w") as file:
        file.write(text)
    os.chmod(path(name), mode)
    return path(name)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(*command, port=None, until=None, seconds=20, **options):
    """Starts a server, and waits until its port answers or a condition holds."""
    log = open(path(f"{os.path.basename(command[0])}-{len(_processes)}.log"), "wb")
    process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=WORK, **options)
    _processes.append(process)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if port is not None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return process
            except OSError:
                pass
        elif until():
            return process
        time.sleep(0.05)
    return None
