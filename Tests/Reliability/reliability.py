#!/usr/bin/env python3
"""Runs the suite over and over, and in hostile surroundings, and prints what came of it as Markdown.

usage: reliability.py MIRROR PROJECT [--runs N] [--shell-runs N] [--only PART]
                      [--surrounding NAME]... [--attack NAME]...

PART is repeated, parallel, surroundings or hostile. A number of 0 leaves that program out.

Exit status: 0 when every run had the right verdict or a clear error and left nothing behind, else 1.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from hostile import hostile

HARDENED = ["conform", "--profile", "hardened", "--seed", "1"]


def run(command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", **options)


class Suite:
    """The suite on a program, and what two runs of it have to agree on."""

    def __init__(self, mirror, folder, subject=()):
        self.mirror, self.folder, self.subject = mirror, folder, list(subject)

    def command(self, report, *more):
        tail = ["--"] + self.subject if self.subject else []
        return [self.mirror, *HARDENED, "--report", f"json={report}", *more, *tail]

    def judge(self, number=0):
        report = self.folder / f"report-{number}.json"
        done = run(self.command(report, "--quiet"))
        return done.returncode, self.cells(report)

    @staticmethod
    def cells(report):
        """The verdict and the status of each requirement."""
        try:
            document = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "no report"
        report.unlink()
        return document["verdict"], tuple((r["requirement"], r["status"]) for r in document["results"])


def repeated(suite, name, count):
    if count == 0:
        return True
    began, outcomes = time.monotonic(), collections.Counter()
    for number in range(1, count + 1):
        outcomes[suite.judge()] += 1
        if number % 5 == 0:
            print(f"{name}: {number} of {count}, {len(outcomes)} different", file=sys.stderr, flush=True)
    usual, times = outcomes.most_common(1)[0]
    right = usual[0] == 0 and usual[1][0] == "conformant"
    print(f"| {name} | {count} | {times if right else 0} | {count - times if right else count} "
          f"| {(time.monotonic() - began) / count:.1f} s |", flush=True)
    for outcome in outcomes:
        if outcome != usual or not right:
            differing = set(outcome[1][1]) - set(usual[1][1]) if outcome != usual else outcome[1]
            print(f"\n    exit status {outcome[0]}: {differing}\n", flush=True)
    return right and times == count


def parallel(suite, count):
    with tempfile.TemporaryDirectory() as folder:
        reports = [pathlib.Path(folder) / f"{number}.json" for number in range(count)]
        running = [
            subprocess.Popen(suite.command(report, "--quiet"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for report in reports
        ]
        statuses = [process.wait() for process in running]
        same = len({Suite.cells(report) for report in reports}) == 1
    print(f"\n{count} suites at once: exit statuses {sorted(set(statuses))}, "
          f"{'the same status of every requirement' if same else 'DIFFERENT statuses'}.\n", flush=True)
    return same and set(statuses) == {0}


FULL = ('mount -t tmpfs -o size=40m none "$T"; (sleep {}; exec cat /dev/zero >"$T/filler") 2>/dev/null & '
        'TMPDIR=$T exec "$@"')

# Each changes something around the suite: a shell script that ends in running "$@".
SURROUNDINGS = {
    "TMPDIR with 256 KiB of room": 'mount -t tmpfs -o size=256k none "$T" && TMPDIR=$T exec "$@"',
    "TMPDIR that is full after 0.3 seconds": FULL.format(0.3),
    "TMPDIR that is full after 1 second": FULL.format(1),
    "TMPDIR that is full after 2 seconds": FULL.format(2),
    "TMPDIR read-only": 'mount -t tmpfs -o ro none "$T" && TMPDIR=$T exec "$@"',
    "TMPDIR on tmpfs": 'mount -t tmpfs none "$T" && TMPDIR=$T exec "$@"',
    "TMPDIR on ext4": 'truncate -s 200M "$T/image" && mkfs.ext4 -q "$T/image" && mkdir "$T/m" && '
                      'mount -o loop "$T/image" "$T/m" && TMPDIR=$T/m exec "$@"',
    "TMPDIR on an overlay": 'mount -t tmpfs none "$T" && mkdir "$T/l" "$T/u" "$T/w" "$T/m" && mount -t overlay none '
                            '-o "lowerdir=$T/l,upperdir=$T/u,workdir=$T/w" "$T/m" && TMPDIR=$T/m exec "$@"',
    "TMPDIR with a path of 3000 characters": 'p=$(printf "%0200d" 1); cd "$T"; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do '
                                             'mkdir "$p" && cd "$p"; done; TMPDIR=$(pwd) exec "$@"',
    "TMPDIR with blanks and letters beyond ASCII": 'mkdir "$T/a b ü 試" && TMPDIR="$T/a b ü 試" exec "$@"',
    "no HOME": 'unset HOME; exec "$@"',
    "64 open files": 'ulimit -n 64; exec "$@"',
    "no /proc": 'umount -l /proc && exec "$@"',
    "/dev/shm read-only": 'umount /dev/shm && umount -l /dev/shm; mount -t tmpfs -o ro none /dev/shm && exec "$@"',
    "umask 077": 'umask 077; exec "$@"',
    "umask 000": 'umask 000; exec "$@"',
    "the user nobody": 'chmod 0777 "$T"; exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"',
    "the locale C": 'LC_ALL=C exec "$@"',
    "a tracer around the suite": 'exec strace -f -o /dev/null "$@"',
}


# In namespaces of its own, so that mounts end with it, and with a /dev/shm of its own, so that what is left can be seen.
AROUND = 'mount -t tmpfs none /dev/shm; ( {} ); s=$?; ' \
         '{{ ls -A /dev/shm; find "$T" -name "tmp.*"; }} >"$T.left" 2>/dev/null; exit $s'


def surroundings(suite, wanted):
    print("| Surroundings | Exit status | Last line |\n| --- | ---: | --- |")
    right = True
    for name, script in SURROUNDINGS.items():
        if wanted and name not in wanted:
            continue
        place = tempfile.mkdtemp(prefix="reliability-")
        done = run(
            ["unshare", "-m", "sh", "-c", AROUND.format(script), "sh", suite.mirror, *HARDENED],
            env={**os.environ, "T": place})
        lines = [line for line in (done.stdout + done.stderr).strip().split("\n") if line.strip()] or [""]
        left = pathlib.Path(place + ".left").read_text(encoding="utf-8").split()
        os.unlink(place + ".left")
        # A signal or a status of the shell's is no verdict and no clear error.
        good = done.returncode in (0, 2, 66, 69, 70) and lines[-1] and not left
        right = right and good
        note = "" if good else f" **WRONG** {left}"
        print(f"| {name} | {done.returncode} | `{lines[-1][:160]}`{note} |", flush=True)
        shutil.rmtree(place, ignore_errors=True)
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror")
    parser.add_argument("project", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--shell-runs", type=int, default=50)
    parser.add_argument("--only", choices=["repeated", "parallel", "surroundings", "hostile"])
    parser.add_argument("--surrounding", action="append", default=[])
    parser.add_argument("--attack", action="append", default=[])
    arguments = parser.parse_args()
    wanted = lambda part: arguments.only in (None, part)
    right = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        reference = Suite(arguments.mirror, folder)
        shell = Suite(arguments.mirror, folder, [arguments.project / "examples/keygen/keygen.sh"])
        if wanted("repeated"):
            print("| Program | Runs | The same, conformant | Others | Each |\n| --- | ---: | ---: | ---: | ---: |")
            right.append(repeated(reference, "the reference", arguments.runs))
            right.append(repeated(shell, "`examples/keygen/keygen.sh`", arguments.shell_runs))
        if wanted("parallel"):
            right.append(parallel(reference, 8))
        if wanted("surroundings"):
            right.append(surroundings(reference, arguments.surrounding))
    if wanted("hostile"):
        right.append(hostile(arguments.mirror, arguments.attack))
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
