#!/usr/bin/env python3
"""Runs every command line of Markdown files and compares what it prints.

usage: run.py --mirror EXECUTABLE [--update] [--long] FILE...

A fenced block that begins with `$ ` is a transcript: each command is run, and its output (both streams) has to be what
follows. `[...]` stands for any text, and on a line of its own for any lines. Times, counts of runs and cases, UUIDs, dates
and random suffixes may differ. A block marked `sh` is run as a script, which has to succeed, or to end with the status of a
comment `exit status N` in its last line. The blocks of a file share one new directory. Comments direct what is done with
the block below them:

    <!-- file: NAME -->       the block is written to NAME
    <!-- setup: SCRIPT -->    SCRIPT is run first, and shown to nobody
    <!-- not run: REASON -->  the block is left out, for this reason
    <!-- needs: SCRIPT -->    the block is left out where SCRIPT fails
    <!-- long -->             the block is left out, unless --long is given

A transcript without `[...]` is written anew with --update. Exit status: 0 when all agree, 1 when something differs, 64 for a
usage error.
"""

import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ANY = "[...]"
# Ends the output of a command, and keeps its status.
END = r"""{ s=$?; printf '\036\n'; (exit $s); }"""
PROJECT = pathlib.Path(__file__).resolve().parents[2]
DIRECTION = re.compile(r"<!-- (file|setup|needs|not run|long)(?::\s?(.*?))?\s?-->", re.S)
MASKS = [
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b\d+(\.\d+)? s\b"), "TIME"),
    (re.compile(r"\b\d+ (runs?|cases?)\b"), r"N \1"),
    (re.compile(r"^( *cases +)\d+,"), r"\1N,"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.]+Z\b"), "DATE"),
    (re.compile(r"(kept: .*\.)\w{6}$"), r"\1SUFFIX"),
    (re.compile(r"\blib(sodium|crypto) [\d.]+"), r"lib\1 VERSION"),
]


class Block:
    """A fenced block: where it is, what it holds, and what is to be done with it."""

    def __init__(self, line, kind, text, directions):
        self.line, self.kind, self.text, self.directions = line, kind, text, directions

    @property
    def is_transcript(self):
        return self.text.startswith("$ ")


def blocks(markdown):
    directions, found, lines = {}, [], markdown.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        fence = re.match(r"^(```+)(\w*)$", line)
        if fence:
            end = lines.index(fence[1], number + 1)
            text = "\n".join(lines[number + 1 : end])
            found.append(Block(number + 1, fence[2], text, directions))
            directions, number = {}, end
        else:
            start = number
            while line.startswith("<!--") and "-->" not in line:
                number += 1
                line += "\n" + lines[number]
            for name, value in DIRECTION.findall(line):
                directions[name] = value
            if start == number and line.strip() and not line.startswith("<!--"):
                directions = {}
        number += 1
    return found


def masked(text):
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    # The counts of the table of faults depend on the machine's libraries.
    if text.startswith("faults at ") or re.search(r"\((\d+ \w+, )*\d+ \w+\)$", text):
        text = re.sub(r"\d+ (calls|pass|tolerated|fail)\b", r"N \1", text)
    return text.rstrip()


def line_matches(expected, line):
    parts = [re.escape(part) for part in masked(expected).split(ANY)]
    return re.fullmatch(".*".join(parts), masked(line)) is not None


def matches(expected, lines):
    """Whether lines are as expected, where `[...]` on a line of its own stands for any lines."""
    if not expected:
        return not lines
    if expected[0].strip() == ANY:
        return any(matches(expected[1:], lines[skip:]) for skip in range(len(lines) + 1))
    return bool(lines) and line_matches(expected[0], lines[0]) and matches(expected[1:], lines[1:])


class Session:
    """The directory and the environment that the blocks of a file share."""

    def __init__(self, mirror):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mirror-docs-"))
        self.work, commands = self.root / "work", self.root / "bin"
        for folder in (self.work, commands, self.root / "home"):
            folder.mkdir(mode=0o700)
        (commands / "mirror").symlink_to(pathlib.Path(mirror).resolve())
        # The plugin is called as `flux mirror`; here it is this executable.
        (commands / "flux").write_text('#!/bin/sh\nshift\nexec mirror "$@"\n')
        (commands / "flux").chmod(0o755)
        kept = {name: os.environ[name] for name in ("TMPDIR", "LANG") if name in os.environ}
        self.environment = {
            **kept, "PATH": f"{commands}:{os.environ['PATH']}", "HOME": str(self.root / "home"),
            "PROJECT": str(PROJECT), "COLUMNS": "1000", "NO_COLOR": "1",
        }

    def run(self, script):
        done = subprocess.run(
            ["sh", "-c", f'[ ! -f "$HOME/env" ] || . "$HOME/env"\n{script}'], cwd=self.work, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1800)
        text = done.stdout.decode("utf-8", "replace").replace(str(self.work), ANY).replace(str(PROJECT), ANY)
        return done.returncode, text

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)


def transcript(block, session):
    """Runs a transcript; what is different, and the transcript as it would be now."""
    expected, commands = [], []
    for line in block.text.split("\n"):
        if line.startswith("$ "):
            commands.append([line[2:]])
            expected.append([])
        elif line.startswith("> ") and not expected[-1]:
            commands[-1].append(line[2:])
        else:
            expected[-1].append(line)
    # One shell for all, so that `$?` and variables are those of the commands before.
    status, output = session.run("".join("\n".join(c) + f"\n{END}\n" for c in commands))
    outputs = output.split("\x1e\n")[:-1] or [output]
    problems, now = [], []
    for command, wanted, printed in zip(commands, expected, outputs):
        lines = printed.rstrip("\n").split("\n") if printed.strip("\n") else []
        while wanted and not wanted[-1].strip():
            wanted.pop()
        if not matches(wanted, lines):
            problems += [f"$ {command[0]}"] + list(
                difflib.unified_diff(
                    [masked(line) for line in wanted], [masked(line) for line in lines], "expected", "found",
                    lineterm=""))
        now += ["$ " + "\n> ".join(command)] + lines
    if len(outputs) != len(commands):
        problems.append(f"the shell ended with status {status} after {len(outputs)} of {len(commands)} commands")
    return problems, "\n".join(now)


def script(block, session):
    wanted = re.findall(r"# exit status (\d+)", block.text.strip().split("\n")[-1])
    status, output = session.run("set -e\n" + block.text)
    if status == int(wanted[0] if wanted else 0):
        return []
    return [f"exit status {status}", *output.rstrip().split("\n")[-15:]]


def why_skipped(block, session, arguments):
    needs = block.directions.get("needs")
    if "not run" in block.directions:
        return block.directions["not run"]
    if "long" in block.directions and not arguments.long:
        return "takes minutes (--long)"
    return f"needs: {needs}" if needs and session.run(needs)[0] != 0 else None


def check(path, arguments):
    text = path.read_text(encoding="utf-8")
    session, failed, passed, skipped = Session(arguments.mirror), 0, 0, 0
    try:
        for block in blocks(text):
            place = f"{os.path.relpath(path, PROJECT)}:{block.line}"
            if "file" in block.directions:
                target = session.work / block.directions["file"].strip()
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.text + "\n", encoding="utf-8")
                target.chmod(0o755 if block.text.startswith("#!") else 0o644)
            elif block.is_transcript or block.kind == "sh":
                reason = why_skipped(block, session, arguments)
                if reason:
                    skipped += 1
                    print(f"skipped {place}: {' '.join(reason.split())}")
                    continue
                if "setup" in block.directions:
                    status, output = session.run("set -e\n" + block.directions["setup"])
                    if status != 0:
                        print(f"FAILED  {place}: the setup ended with status {status}\n{output}")
                        failed += 1
                        continue
                if block.is_transcript:
                    problems, now = transcript(block, session)
                    if problems and arguments.update and ANY not in block.text:
                        text = text.replace(block.text, now)
                        problems = []
                else:
                    problems = script(block, session)
                failed, passed = failed + bool(problems), passed + (not problems)
                print(f"{'FAILED ' if problems else 'ok     '} {place}")
                for line in problems:
                    print(f"        {line}")
    finally:
        session.close()
    if arguments.update:
        path.write_text(text, encoding="utf-8")
    return passed, failed, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirror", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    counts = [check(path.resolve(), arguments) for path in arguments.files]
    passed, failed, skipped = map(sum, zip(*counts))
    print(f"docs: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
