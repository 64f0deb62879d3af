#!/usr/bin/env python3
"""A login of a third party, written from docs/registry.md and spec/login.md alone: login.py -f FILE."""
import base64, fcntl, json, os, re, signal, stat, sys, time, uuid
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Refusal(Exception): ...
def fields(lines, indent):
    """The fields of a block-style mapping at an indentation, each with the lines below it."""
    found = {}
    for position, line in enumerate(lines):
        depth = len(line) - len(line.lstrip(" "))
        if depth > indent and found:
            continue
        match = re.fullmatch(r"( *)([A-Za-z]+):(?: +(\S.*))?", line)
        if depth != indent or not match:
            raise Refusal(f"not understood: {line.strip()}")
        if match[2] in found:
            raise Refusal(f"{match[2]} is there twice")
        rest = lines[position + 1:]
        below = next((i for i, l in enumerate(rest) if len(l) - len(l.lstrip(" ")) <= indent), len(rest))
        found[match[2]] = (match[3] or "", rest[:below])
    return found


def known(mapping, required, optional=()):
    for name in set(mapping) ^ set(required):
        if name not in mapping or name not in optional:
            raise Refusal(f"{name} is missing, or no known field")
    return {name: value for name, (value, _) in mapping.items()}


def configuration(path):
    with open(path, encoding="utf-8") as file:
        lines = [re.sub(r"(^|\s+)#.*", "", line).rstrip() for line in file.read().split("\n")]
    lines = [line for line in lines if line]
    if any("\t" in line for line in lines):
        raise Refusal("a tab")
    top = fields(lines, 0)
    if known(top, ("apiVersion", "kind", "hosts"))["kind"] != "Config":
        raise Refusal("kind is not Config")
    hosts = {}
    for item in re.split(r"^  - ", "\n".join(top["hosts"][1]), flags=re.M)[1:]:
        item = ("    " + item).rstrip("\n").split("\n")
        host = fields(item, 4)
        name = known(host, ("host", "credential"))["host"]
        credential = known(fields(host["credential"][1], 6), ("jwkPath", "iss", "sub", "exp"), ("aud",))
        if not name or name in hosts or not all(credential.values()):
            raise Refusal(f"host {name}: empty, or there twice")
        hosts[name] = credential
    if not hosts:
        raise Refusal("no hosts")
    return hosts


def seconds(text):
    units = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
    total = int(sum(float(n) * units[u] for n, u in re.findall(r"(\d+(?:\.\d+)?)([mµun]s|h|m|s)", text)) + 1e-6)
    if not re.fullmatch(r"(\d+(\.\d+)?([mµun]s|h|m|s))+", text) or total <= 0:
        raise Refusal(f"exp is no positive duration: {text}")
    return total


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key(path, directory):
    root, path = os.path.realpath(directory), os.path.realpath(os.path.join(directory, path))
    if not path.startswith(root + "/"):
        raise Refusal(f"{path} leaves {root}")
    if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
        raise Refusal(f"{path} can be read by others")
    with open(path, encoding="utf-8") as file:
        keys = json.load(file)["keys"]
    if len(keys) != 1 or "d" not in keys[0]:
        raise Refusal(f"{path} is no private set of one key")
    private = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(keys[0]["d"] + "="))
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    if encode(raw) != keys[0]["x"]:
        raise Refusal(f"{path}: x does not belong to d")
    return private, keys[0]["kid"]


def token(host, credential, directory):
    private, kid = key(credential["jwkPath"], directory)
    now = int(time.time())
    claims = {"iss": credential["iss"], "sub": credential["sub"], "aud": credential.get("aud", host), "iat": now,
              "nbf": now, "exp": now + seconds(credential["exp"]), "jti": str(uuid.uuid4())}
    parts = [encode(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "kid": kid}, claims)]
    return ".".join(parts + [encode(private.sign(".".join(parts).encode()))])


def constant(text):
    raise ValueError(f"{text} is no JSON")


def store(tokens):
    directory = os.environ.get("DOCKER_CONFIG") or os.path.expanduser("~/.docker")
    if not os.path.isdir(directory):
        os.mkdir(directory, 0o700)
    path = os.path.realpath(os.path.join(directory, "config.json"))
    number = "\0{}\0".format  # kept as it is written, between marks that no text has
    lock = os.open(os.path.dirname(path), os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        with open(path, encoding="utf-8") as file:
            text, mode = file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        config = json.loads(text, parse_float=number, parse_int=number, parse_constant=constant)
    except FileNotFoundError:
        config, mode = {}, 0o600
    except ValueError as error:
        raise Refusal(f"{path} is damaged and left alone: {error}")
    if not isinstance(config, dict):
        raise Refusal(f"{path} is no object and left alone")
    for host, text in tokens.items():
        config.setdefault("auths", {})[host] = {"registrytoken": text}
    text = re.sub(r'"\\u0000(.*?)\\u0000"', r"\1", json.dumps(config, indent="\t")) + "\n"
    temporary = f"{path}.{uuid.uuid4()}"
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            data = text.encode()
            while data:
                data = data[os.write(file, data):]
            os.fchmod(file, mode)
            os.fsync(file)
        finally:
            os.close(file)
        os.rename(temporary, path)
        os.fsync(lock)
    except OSError:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise


try:
    if len(sys.argv) != 3 or sys.argv[1] != "-f":
        raise Refusal("usage: login.py -f FILE")
    hosts = configuration(sys.argv[2])
    tokens = {host: token(host, credential, os.path.dirname(sys.argv[2]) or ".") for host, credential in hosts.items()}
    store(tokens)
except (Refusal, OSError, ValueError, KeyError, TypeError) as error:
    sys.exit(f"login: {error}")
