#!/usr/bin/env python3
"""Judges programs that log in to registries by `mirror conform --suite store`, against a registry on loopback.

judge.py [--mirror PATH] [--reports DIR] [PROGRAM...] prints a table of requirements and programs; without a PROGRAM, all that are
installed. Programs that are not there are left out.
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

# How each program is called; {host}, {user} and {config} are filled in by the suite, the password comes on standard input.
PROGRAMS = {
    "docker": ["docker", "login", "--username", "{user}", "--password-stdin", "{host}"],
    "podman": ["podman", "login", "--tls-verify=false", "--username", "{user}", "--password-stdin", "{host}"],
    "skopeo": ["skopeo", "login", "--tls-verify=false", "--username", "{user}", "--password-stdin", "{host}"],
    "oras": [os.environ.get("ORAS_PYTHON", "python3"), os.path.join(HERE, "oras-login.py"), "{config}", "{host}", "{user}"],
}
MARKS = {"pass": "✔", "fail": "✗", "warn": "!", "skip": "–"}


def is_there(name):
    command = PROGRAMS[name]
    if name == "oras":
        return subprocess.run([command[0], "-c", "import oras"], stderr=subprocess.DEVNULL).returncode == 0
    return shutil.which(command[0]) is not None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", default="mirror")
    parser.add_argument("--reports", default=tempfile.gettempdir())
    parser.add_argument("--faults", default="auto")
    parser.add_argument("programs", nargs="*")
    options = parser.parse_args()
    names = options.programs or [name for name in PROGRAMS if is_there(name)]
    port = free_port()
    registry = subprocess.Popen([sys.executable, os.path.join(HERE, "registry.py"), str(port)], stdout=subprocess.PIPE)
    registry.stdout.readline()
    hosts = [word for number in range(1, 7) for word in ("--host", f"127.0.0.{number}:{port}")]
    results = {}
    try:
        for name in names:
            report = os.path.join(options.reports, f"store-{name}.json")
            command = [options.mirror, "conform", "--suite", "store", "--profile", "hardened", "--faults", options.faults]
            command += hosts + ["--report", f"json={report}", "--"] + PROGRAMS[name]
            began = time.time()
            status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
            with open(report, encoding="utf-8") as file:
                results[name] = {r["requirement"]: r for r in json.load(file)["results"]}
            print(f"{name}: exit status {status}, {time.time() - began:.0f} s, {report}", file=sys.stderr)
    finally:
        registry.terminate()
        registry.wait()
    print("| Requirement | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    for requirement in next(iter(results.values()), {}):
        marks = [MARKS[results[name][requirement]["status"]] for name in names]
        print(f"| {requirement} | " + " | ".join(marks) + " |")


main()
