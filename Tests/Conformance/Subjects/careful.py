"""A correct key writer in Python that compares before it removes: fstat after opening, lstat before unlinking."""

import base64
import os
import signal
import sys
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


class Failure(Exception):
    pass


def complain(text):
    os.write(2, os.fsencode(f"keygen: {text}\n"))


class File:
    def __init__(self, path, mode):
        self.path, self.mode = path, mode
        self.descriptor, self.is_made, self.identity = None, False, None

    def learn(self):
        status = os.fstat(self.descriptor)
        self.identity = status.st_dev, status.st_ino

    def put(self, text):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self.descriptor = os.open(self.path, flags, self.mode)
        self.is_made = True
        self.learn()
        os.fchmod(self.descriptor, self.mode)
        while text:
            text = text[os.write(self.descriptor, text):]
        os.fsync(self.descriptor)
        descriptor, self.descriptor = self.descriptor, None
        os.close(descriptor)

    def undo(self):
        if not self.is_made:
            return
        try:
            status = os.lstat(self.path)
            if self.identity in (None, (status.st_dev, status.st_ino)):
                os.unlink(self.path)
        except FileNotFoundError:
            pass
        except OSError as error:
            complain(f"left behind: {error}")


def parse(arguments):
    directory, rest = ".", list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument in ("-o", "--output-dir") and rest:
            directory = rest.pop(0)
        elif argument.startswith("--output-dir="):
            directory = argument.partition("=")[2]
        else:
            raise Failure(f"unexpected argument: {argument}")
    if not directory:
        raise Failure("the directory must not be empty")
    return directory


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def version6():
    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    tail = bytearray(os.urandom(8))
    tail[0], tail[2] = tail[0] & 0x3F | 0x80, tail[2] | 1
    text = tail.hex()
    return f"{ticks >> 28:08x}-{ticks >> 12 & 0xFFFF:04x}-6{ticks & 0xFFF:03x}-{text[:4]}-{text[4:]}"


def make_sets():
    key = Ed25519PrivateKey.generate()
    x = encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    d = encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    start = '{"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "%s", "x": "%s"' % (version6(), x)
    return (start + "}]}\n").encode(), (start + ', "d": "%s"}]}\n' % d).encode()


def flush_directory(path):
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_pair(directory):
    os.makedirs(directory, exist_ok=True)
    public, private = File(f"{directory}/pubkey.json", 0o644), File(f"{directory}/privkey.json", 0o600)
    for file in (private, public):
        try:
            os.lstat(file.path)
        except FileNotFoundError:
            continue
        raise Failure(f"{file.path} already exists")
    public_text, private_text = make_sets()
    try:
        public.put(public_text)
        private.put(private_text)
        flush_directory(directory)
    except OSError:
        private.undo()
        public.undo()
        raise


def main():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        directory = parse(sys.argv[1:])
        write_pair(directory)
    except (Failure, OSError) as error:
        complain(error)
        return 1
    for kind, name in (("private", "privkey.json"), ("public", "pubkey.json")):
        os.write(1, os.fsencode(f"\u2714 {kind} key set written to: {directory}/{name}\n"))
    return 0


# What a run-time system does when it ends is no part of this.
os._exit(main())
