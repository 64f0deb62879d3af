"""A correct key writer in Python with the `cryptography` package: O_EXCL at the real names, public file first.

The names are taken relative to a descriptor of the directory, and directories that the run made go with a rollback.
"""

import base64
import json
import os
import signal
import sys
import time

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519


class Refused(Exception):
    pass


def parse(arguments):
    directory = "."
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument in ("-o", "--output-dir"):
            if not rest:
                raise Refused(f"{argument} needs a directory")
            directory = rest.pop(0)
        elif argument.startswith("--output-dir="):
            directory = argument.partition("=")[2]
        else:
            raise Refused(f"unexpected argument: {argument}")
    if not directory:
        raise Refused("the directory must not be empty")
    return directory


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def version6():
    """RFC 9562, section 5.6, with a random clock sequence and node."""
    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    tail = int.from_bytes(os.urandom(8), "big") & ~(3 << 62) | 2 << 62 | 1 << 40
    digits = f"{ticks >> 12:012x}6{ticks & 0xFFF:03x}{tail:016x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def make_sets():
    key = ed25519.Ed25519PrivateKey.generate()
    raw = serialization.Encoding.Raw
    x = key.public_key().public_bytes(raw, serialization.PublicFormat.Raw)
    d = key.private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    public = {"alg": "EdDSA", "crv": "Ed25519", "kid": version6(), "kty": "OKP", "use": "sig", "x": base64url(x)}
    private = {**public, "d": base64url(d), "key_ops": ["sign"]}
    public["key_ops"] = ["verify"]
    texts = [json.dumps({"keys": [key]}, indent=2, sort_keys=True).encode() for key in (public, private)]
    return list(zip(("pubkey.json", "privkey.json"), (0o644, 0o600), texts))


def make_directories(path, mode, made):
    parent = os.path.dirname(path.rstrip("/"))
    if parent and not os.path.isdir(parent):
        make_directories(parent, mode, made)
    try:
        os.mkdir(path, mode)
        made.append(path)
    except FileExistsError:
        pass


def write_file(name, mode, text, folder, placed):
    fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=folder)
    placed.append(name)
    try:
        while text:
            text = text[os.write(fd, text):]
        os.fsync(fd)
    except BaseException:
        os.close(fd)
        raise
    os.close(fd)


def remove(operation, *arguments, **keywords):
    try:
        operation(*arguments, **keywords)
    except OSError as error:
        print(f"keygen: cannot undo: {error}", file=sys.stderr)


def write_pair(directory):
    umask = os.umask(0)
    made, placed, folder = [], [], None
    try:
        make_directories(directory, 0o777 & ~umask, made)
        folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        for name in ("privkey.json", "pubkey.json"):
            try:
                os.stat(name, dir_fd=folder, follow_symlinks=False)
            except FileNotFoundError:
                continue
            raise Refused(f"{directory}/{name} already exists")
        for name, mode, text in make_sets():
            write_file(name, mode, text, folder, placed)
        os.fsync(folder)
    except BaseException:
        for name in reversed(placed):
            remove(os.unlink, name, dir_fd=folder)
        for path in reversed(made):
            remove(os.rmdir, path)
        raise


def main():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGINT, signal.SIGTERM})
    try:
        directory = parse(sys.argv[1:])
        write_pair(directory)
    except Refused as refusal:
        print(f"keygen: {refusal}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"keygen: {error}", file=sys.stderr)
        return 1
    path = os.fsencode(directory)
    lines = b"\xe2\x9c\x94 private key set written to: %s/privkey.json\n"
    lines += b"\xe2\x9c\x94 public key set written to: %s/pubkey.json\n"
    sys.stdout.buffer.write(lines % (path, path))
    return 0


sys.exit(main())
