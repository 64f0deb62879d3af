"""Completions as the shells themselves load them: `mirror keyg` has to become `mirror keygen`."""

import os
import pty
import re
import select
import time

from parts import check, find, path, run, skip

SYSTEM_BASH = "/usr/share/bash-completion/bash_completion"


def check_bash(share, where):
    name = f"bash completes a subcommand, {where}"
    if not find("bash"):
        return skip(name, "there is no bash")
    if not os.path.exists(SYSTEM_BASH):
        return skip(name, "bash-completion is not installed")
    script = """
        source "$1" || exit 2
        # The loader has another name since bash-completion 2.12; the old one ends with 124 when it has loaded.
        if declare -F _comp_load >/dev/null; then _comp_load mirror; else _completion_loader mirror; fi
        COMP_WORDS=(mirror keyg) COMP_CWORD=1 COMP_LINE='mirror keyg' COMP_POINT=11 COMP_TYPE=9 COMP_KEY=9
        function=$(complete -p mirror | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
        "$function" mirror keyg mirror
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = run(find("bash"), "--noprofile", "--norc", "-c", script, "bash", SYSTEM_BASH,
               env={**os.environ, "XDG_DATA_DIRS": share, "XDG_DATA_HOME": path("none")})
    check(name, done.stdout.split() == ["keygen"] and not done.stderr and done.returncode == 0, repr(done))


def check_fish(share, programs, where):
    # fish loads completions of programs that are there.
    name = f"fish completes a subcommand, {where}"
    if not find("fish"):
        return skip(name, "there is no fish")
    script = f"set -g fish_complete_path {share}/fish/vendor_completions.d; complete -C 'mirror keyg'"
    done = run(find("fish"), "--no-config", "-c", script, env={**os.environ, "HOME": path(), "PATH": f"{programs}:{os.environ['PATH']}"})
    words = [line.split("\t")[0] for line in done.stdout.splitlines()]
    check(name, words == ["keygen"] and not done.stderr and done.returncode == 0, repr(done))


def check_zsh(directory, where):
    name = f"zsh completes a subcommand, {where}"
    if not find("zsh"):
        return skip(name, "there is no zsh")
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", ZDOTDIR=path(), HOME=path())
        os.execv(find("zsh"), ["zsh", "-f", "-i"])
    try:
        _type(terminal, f"PS1='ready> '; fpath=({directory} $fpath); autoload -Uz compinit; compinit -u -D; echo lo''aded\n")
        loaded = _read(terminal, "loaded")
        _type(terminal, "mirror keyg\t")
        completed = _read(terminal, "mirror keygen")
        # What is wrong with a completion is printed when the key is pressed.
        seen = loaded + completed
        check(name, "mirror keygen" in completed and not re.search("error|not found|_mirror:", seen), repr(seen))
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
        os.close(terminal)


def _type(terminal, text):
    os.write(terminal, text.encode())


def _read(terminal, until, seconds=30):
    """What a terminal shows until some text, and for a moment more."""
    shown = ""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.3)[0]:
            try:
                shown += os.read(terminal, 4096).decode(errors="replace")
            except OSError:
                break
        elif until in shown:
            break
    return shown
