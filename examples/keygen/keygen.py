#!/usr/bin/env python3
"""Makes an Ed25519 key pair as two JWK sets. Needs the package cryptography."""
import argparse, base64, json, os, secrets, signal, sys, time
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def uuid6():
    """A UUID of version 6 (RFC 9562 §5.6): the time in 100 ns since 1582, highest bits first, then random bits."""
    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    high, low = ticks >> 12, 0x6000 | ticks & 0xFFF
    text = f"{high:012x}{low:04x}{0x8000 | secrets.randbits(14):04x}{secrets.randbits(48) | 1 << 40:012x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def base64url(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def write(path, mode, key):
    """Makes a file beside its final name, complete, on disk and with its mode."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        temporaries.append(path)
        file.write(json.dumps({"keys": [key]}) + "\n")
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


parser = argparse.ArgumentParser(allow_abbrev=False)
parser.add_argument("-o", "--output-dir", default=".")
directory = parser.parse_args().output_dir
private, public = (os.path.join(directory, name) for name in ("privkey.json", "pubkey.json"))
temporaries, made = [], []
try:
    for path in (private, public):
        if os.path.lexists(path):
            raise FileExistsError(f"{path} exists already: delete both files, or choose another directory")
    os.makedirs(directory, exist_ok=True)
    # Ctrl-C waits for the few milliseconds that follow: a pair that is begun is finished, or undone.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    pair, suffix = Ed25519PrivateKey.generate(), secrets.token_hex(8)
    key = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": uuid6(),
           "x": base64url(pair.public_key().public_bytes_raw())}
    write(f"{directory}/.{suffix}.pub", 0o644, key)
    write(f"{directory}/.{suffix}.key", 0o600, {**key, "d": base64url(pair.private_bytes_raw())})
    # A link is never made over a file that exists; the private file comes last, so that it is never alone.
    for temporary, path in zip(temporaries, (public, private)):
        os.link(temporary, path)
        made.append(path)
    folder = os.open(directory, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    for path in temporaries:
        os.unlink(path)
except OSError as error:
    for path in reversed(made + temporaries):
        try:
            os.unlink(path)
        except OSError:
            pass
    sys.exit(f"keygen: {error}")
print(f"✔ private key set written to: {private}\n✔ public key set written to: {public}")
