"""Manual pages: one for each command, and no formatter has anything against them."""

import glob
import os

from parts import check, find, run, skip

FORMATTERS = {
    "man": ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"],
    "groff": ["-ww", "-mandoc", "-Tutf8", "-z"],
    "mandoc": ["-T", "lint", "-W", "warning"],
}


def expected(tool):
    """The names of the pages that the commands of a program have, from its description of itself."""

    def names(command):
        words = command.get("superCommands", []) + [command["commandName"]]
        yield "-".join(words)
        for subcommand in command.get("subcommands", []):
            if subcommand["commandName"] != "help":
                yield from names(subcommand)

    return sorted({*names(tool["command"]), "docker-credential-mirror"})


def check_pages(directory, tool):
    pages = sorted(glob.glob(f"{directory}/*.1"))
    found = sorted(os.path.basename(page)[:-2] for page in pages)
    check("every command has a manual page, and nothing else has one", found == expected(tool), repr(found))
    for formatter, options in FORMATTERS.items():
        name = f"{formatter} renders every page without a warning"
        if not find(formatter):
            skip(name, f"there is no {formatter}")
            continue
        complaints = ""
        for page in pages:
            done = run(find(formatter), *options, page)
            # mandoc prints what it has to say; the others print the page there.
            complaints += done.stderr + (done.stdout if formatter == "mandoc" else "")
            complaints += "" if done.returncode == 0 else f"{page}: exit status {done.returncode}\n"
        check(name, not complaints, complaints[:2000])
    name = "a page shows the options and the exit statuses"
    if not find("man"):
        return skip(name, "there is no man")
    text = run(find("man"), "-l", f"{directory}/mirror-keygen.1", env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat"}).stdout
    check(name, "--output-dir" in text and "64" in text and "usage error" in text, text)
