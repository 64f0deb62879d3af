"""A correct key writer in Python without any package: Ed25519 as RFC 8032, section 5.1, describes it.

Both files are written in a temporary directory beside their names and linked to them, the public one first.
"""

import base64
import hashlib
import os
import signal
import sys
import tempfile
import time

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x & 1:
        x = P - x
    return x, y, 1, x * y % P


def public_key(seed):
    digest = bytearray(hashlib.sha512(seed).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    scalar = int.from_bytes(digest, "little")
    point, power = (0, 1, 1, 0), base_point()
    while scalar:
        if scalar & 1:
            point = add(point, power)
        power = add(power, power)
        scalar >>= 1
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def version6():
    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    tail = bytearray(os.urandom(8))
    tail[0] = tail[0] & 0x3F | 0x80
    tail[2] |= 1
    text = tail.hex()
    return f"{ticks >> 28:08x}-{ticks >> 12 & 0xFFFF:04x}-{0x6000 | ticks & 0xFFF:04x}-{text[:4]}-{text[4:]}"


def document(kid, x, extra):
    return (
        '{\n\t"keys" : [\n\t\t{"kid" : "%s", "x" : "%s", "crv" : "Ed25519", "kty" : "OKP",%s\n'
        '\t\t "use" : "sig", "alg" : "EdDSA", "x-made-by" : "k\\u00e9ygen"}\n\t],\n\t"version" : 1.0e0\n}\r\n'
    ) % (kid, x, extra)


class Failure(Exception):
    pass


def usage(arguments):
    directory, i = ".", 0
    while i < len(arguments):
        if arguments[i] in ("-o", "--output-dir") and i + 1 < len(arguments):
            directory, i = arguments[i + 1], i + 2
        elif arguments[i].startswith("--output-dir="):
            directory, i = arguments[i][13:], i + 1
        else:
            raise Failure(f"unexpected argument: {arguments[i]}")
    if directory == "":
        raise Failure("the directory must not be empty")
    return directory


def store(path, mode, text):
    with open(path, "x", encoding="ascii", newline="", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def attempt(operation, path):
    try:
        operation(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        sys.stderr.write(f"keygen: cannot undo: {error}\n")


def flush_directory(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_pair(directory):
    os.makedirs(directory, exist_ok=True)
    final = {name: os.path.join(directory, name) for name in ("privkey.json", "pubkey.json")}
    for path in final.values():
        # Not os.path.lexists, which takes any error for an absence.
        try:
            os.lstat(path)
        except FileNotFoundError:
            continue
        raise Failure(f"{path} already exists")
    seed, kid = os.urandom(32), version6()
    x, placed, work = encode(public_key(seed)), [], None
    try:
        work = tempfile.mkdtemp(prefix=".keygen-", dir=directory)
        for name, mode, extra in (
            ("pubkey.json", 0o644, ""),
            ("privkey.json", 0o600, ' "d" : "%s",' % encode(seed)),
        ):
            temporary = os.path.join(work, name)
            store(temporary, mode, document(kid, x, extra))
            os.link(temporary, final[name], follow_symlinks=False)
            placed.append(final[name])
            os.unlink(temporary)
        os.rmdir(work)
        flush_directory(directory)
    except BaseException:
        for path in reversed(placed):
            attempt(os.unlink, path)
        if work is not None:
            for name in final:
                attempt(os.unlink, os.path.join(work, name))
            attempt(os.rmdir, work)
        raise
    return final


def main():
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    try:
        final = write_pair(usage(sys.argv[1:]))
    except (Failure, OSError) as error:
        sys.stderr.write(f"keygen: {error}\n")
        return 2
    for kind, name in (("private", "privkey.json"), ("public", "pubkey.json")):
        line = f"\N{HEAVY CHECK MARK} {kind} key set written to: {os.path.abspath(final[name])}\n"
        sys.stdout.buffer.write(line.encode(errors="surrogateescape"))
    return 0


sys.exit(main())
