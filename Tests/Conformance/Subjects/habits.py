"""Key writers as people write them in a hurry: habits.py HABIT [-o DIR | --output-dir DIR | --output-dir=DIR]

Each habit is one way of going wrong; what it breaks is in Habits.swift.
"""

import argparse
import base64
import json
import os
import random
import sys
import tempfile
import time
import uuid

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def identifier(habit):
    if habit == "uuid4":
        return str(uuid.uuid4())
    node = uuid.getnode() if habit == "mac-address" else int.from_bytes(os.urandom(6), "big") | 1 << 40
    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    time_fields = ticks >> 12 << 16 | 0x6000 | ticks & 0xFFF
    sequence = 0x8000 | int.from_bytes(os.urandom(2), "big") & 0x3FFF
    return str(uuid.UUID(int=time_fields << 64 | sequence << 48 | node))


def make_sets(habit):
    seed = os.urandom(32)
    if habit == "random-module":
        random.seed(int(time.time()))
        seed = bytes(random.randrange(256) for _ in range(32))
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    x = key.public_key().public_bytes(*raw)
    public = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": identifier(habit), "x": base64url(x)}
    private = dict(public, d=base64url(seed))
    if habit == "debug-output":
        print("DEBUG private key:", private, file=sys.stderr)
    return {"privkey.json": (0o600, private), "pubkey.json": (0o644, public)}


def write_new(path, mode, text):
    """Creates a file with O_EXCL; leaves nothing of it when something goes wrong."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "w") as file:
            os.fchmod(fd, mode)
            file.write(text)
            file.flush()
            os.fsync(fd)
    except BaseException:
        os.unlink(path)
        raise


def write_pair(habit, directory):
    """All correct, but for what the habits leave out."""
    os.makedirs(directory, exist_ok=True)
    paths = {name: os.path.join(directory, name) for name in ("privkey.json", "pubkey.json")}
    if habit != "open-w":
        exists = os.path.exists if habit == "replace" else os.path.lexists
        for path in list(paths.values())[: 1 if habit == "ssh-keygen" else 2]:
            if exists(path):
                sys.exit(f"keygen: {path} already exists")
    written = []
    try:
        for name, (mode, key) in make_sets(habit).items():
            path, text = paths[name], json.dumps({"keys": [key]})
            if habit == "open-w":
                with open(path, "w") as file:
                    file.write(text)
            elif habit == "replace":
                fd, temporary = tempfile.mkstemp(dir=directory)
                try:
                    with os.fdopen(fd, "w") as file:
                        file.write(text)
                    os.chmod(temporary, mode)
                    os.replace(temporary, path)
                except BaseException:
                    os.unlink(temporary)
                    raise
            else:
                write_new(path, mode, text)
            written.append(path)
    except OSError as error:
        if habit != "ssh-keygen":
            for path in written:
                os.unlink(path)
        sys.exit(f"keygen: {error}")
    for kind, name in (("private", "privkey.json"), ("public", "pubkey.json")):
        sys.stdout.buffer.write(f"✔ {kind} key set written to: {paths[name]}\n".encode(errors="surrogateescape"))


parser = argparse.ArgumentParser(prog="keygen", allow_abbrev=False)
parser.add_argument("habit")
parser.add_argument("-o", "--output-dir", default=".")
options = parser.parse_args()
write_pair(options.habit, options.output_dir)
