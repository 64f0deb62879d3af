#!/usr/bin/env python3
"""Validates JSON files against one of the schemas beside this script.

usage: check.py SCHEMA [FILE...]

Without a file, the schema itself is checked against draft 2020-12. Prints one line per file: `valid PATH`, or
`invalid PATH: AT: REASON`. Exit status: 0 when all are valid, 1 when one is not, 66 when a file cannot be read,
69 when the package jsonschema is missing.
"""

import json
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("check.py: the Python package jsonschema (4 or later) is missing", file=sys.stderr)
    sys.exit(69)


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        print(f"check.py: cannot read {path}: {error}", file=sys.stderr)
        sys.exit(66)


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 64
    schema = load(arguments[0])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    status = 0
    for path in arguments[1:]:
        error = next(iter(sorted(validator.iter_errors(load(path)), key=lambda e: e.json_path)), None)
        if error is None:
            print(f"valid {path}")
        else:
            status = 1
            print(f"invalid {path}: {error.json_path}: {error.message}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
