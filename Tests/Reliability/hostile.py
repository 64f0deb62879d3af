"""Judges programs that mean harm to the suite, and looks at what that costs and leaves."""

import ctypes
import os
import pathlib
import subprocess
import tempfile
import time

PROGRAM = pathlib.Path(__file__).with_name("hostile.sh")
SET_CHILD_SUBREAPER = 36

# In a mount namespace of its own, where sandboxes have 2 GiB of room.
AROUND = 'mount -t tmpfs -o size=2g none /dev/shm; "$@"; s=$?; ls -A /dev/shm >"$LEFT"; exit $s'


def descendants(process):
    """The processes below one, as far as /proc shows them."""
    below, found = [process], []
    while below:
        parent = below.pop()
        try:
            tasks = os.listdir(f"/proc/{parent}/task")
            children = [int(c) for t in tasks for c in open(f"/proc/{parent}/task/{t}/children").read().split()]
        except OSError:
            continue
        below += children
        found += children
    return found


class Peak:
    """The most that the suite has used, in MiB: memory of its own, and room in its sandboxes."""

    def __init__(self, mirror):
        self.mirror, self.memory, self.room = os.path.realpath(mirror), 0, 0

    def look(self, process):
        for child in descendants(process)[:20]:
            try:
                if os.readlink(f"/proc/{child}/exe") != self.mirror:
                    continue
                status = pathlib.Path(f"/proc/{child}/status").read_text(encoding="ascii")
                self.memory = max(self.memory, int(status.split("VmHWM:")[1].split()[0]) >> 10)
                shm = os.statvfs(f"/proc/{child}/root/dev/shm")
                self.room = max(self.room, (shm.f_blocks - shm.f_bfree) * shm.f_frsize >> 20)
            except (OSError, IndexError):
                continue
            return


def attack(mirror, name, meaning, folder):
    """One row of the table, and whether it is as it should be."""
    victim = folder / "victim"
    victim.mkdir()
    (victim / "dear").write_text("untouched", encoding="utf-8")
    report, left = folder / "report.html", folder / "left"
    command = ["unshare", "-m", "sh", "-c", AROUND, "sh", mirror, "conform", "--profile", "hardened", "--seed", "1",
               "--timeout", "2", "--quiet", "--report", f"html={report}", "--", str(PROGRAM), name, str(victim)]
    began, peak = time.monotonic(), Peak(mirror)
    with open(folder / "output", "w+b") as output:
        suite = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                 env={**os.environ, "LEFT": str(left)}, cwd=folder)
        while suite.poll() is None:
            peak.look(suite.pid)
            time.sleep(0.1)
        output.seek(0)
        printed = output.read()
    seconds = time.monotonic() - began
    time.sleep(0.2)
    # What was orphaned belongs to this process now; the dead are not waited for by anybody.
    processes = [p for p in descendants(os.getpid()) if "\nState:\tZ" not in status_of(p)]
    files = left.read_text(encoding="utf-8").split() if left.exists() else ["?"]
    files += [p.name for p in folder.iterdir() if p.name not in ("victim", "report.html", "left", "output")]
    page = report.read_bytes() if report.exists() else b""
    wrong = []
    if suite.returncode not in (1, 2, 69, 70):
        wrong.append("no verdict")
    if processes:
        wrong.append(f"{len(processes)} processes left")
    if files:
        wrong.append(f"left: {files}")
    if [p.name for p in victim.iterdir()] != ["dear"] or (victim / "dear").read_text(encoding="utf-8") != "untouched":
        wrong.append("touched what is outside")
    if b"\033" in printed + page or b"<img src=x" in page:
        wrong.append("what it prints gets into the report")
    last = (printed.decode(errors="replace").strip().split("\n") or [""])[-1]
    print(f"| {name}: {meaning} | {suite.returncode} | {seconds:.0f} s | {peak.memory} MiB | {peak.room} MiB "
          f"| {last.split(' (')[0][:80]}{' **WRONG: ' + '; '.join(wrong) + '**' if wrong else ''} |", flush=True)
    return not wrong


def status_of(process):
    try:
        return pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "\nState:\tZ"


def hostile(mirror, wanted=()):
    """Judges every attack, or those wanted; prints Markdown."""
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    listing = subprocess.run([PROGRAM, "--list"], capture_output=True, text=True, check=True).stdout
    attacks = dict(line.split(": ", 1) for line in listing.splitlines())
    print("| Attack | Exit status | Time | Memory | Sandboxes | The last line begins |\n| --- | ---: | ---: | ---: | ---: | --- |")
    right = True
    for name in wanted or attacks:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            right = attack(mirror, name, attacks[name], pathlib.Path(folder)) and right
    return right
