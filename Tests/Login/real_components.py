"""mirror login with programs that are not ours: nginx, a registry, skopeo, curl, the Docker client, PyJWT.

Everything runs on loopback, on free ports, and is stopped at the end. Usage: real_components.py MIRROR
"""

import gzip
import hashlib
import io
import json
import os
import re
import sys
import tarfile
import time

from parts import MIRROR, check, find, finish, free_port, mirror, path, run, skip, start, write

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TITLE = "login with real components"
ISSUER = "https://my-issuer.example"

try:
    import jwt
    from verifier import Gate, Verifier
except ImportError as error:
    skip("everything", f"{error} (Debian: python3-jwt, python3-cryptography)")
    print(f"{TITLE}: 0 passed, 0 failed, 1 skipped")
    sys.exit(0)
for program, package in (("openssl", "openssl"), ("nginx", "nginx-light")):
    if not find(program):
        skip("everything", f"{program} is not installed (Debian: {package})")
        print(f"{TITLE}: 0 passed, 0 failed, 1 skipped")
        sys.exit(0)


def configure(name, *hosts, directory="."):
    """Writes a configuration of (host, key directory, lines of the credential)."""
    text = "apiVersion: mirror.plugin.fluxcd.io/v1beta1\nkind: Config\nhosts:\n"
    for host, keys, lines in hosts:
        text += f"  - host: {host}\n    credential:\n      jwkPath: {keys}/privkey.json\n"
        text += f"      iss: {ISSUER}\n      sub: ci-pusher\n" + "".join(f"      {line}\n" for line in lines)
    return write(os.path.join(directory, name), text)


def docker_config(directory):
    with open(path(directory, "config.json")) as file:
        return json.load(file)


def token(directory, host):
    return docker_config(directory)["auths"][host]["registrytoken"]


def login(config, directory, *arguments):
    return mirror("login", "-f", config, "--docker-config", path(directory), *arguments)


def refusal(bearer, audience):
    """Why the verifier refuses, or None where it accepts."""
    try:
        verifier.verify(bearer, audience)
        return None
    except jwt.InvalidTokenError as error:
        return type(error).__name__


# A certificate authority, and nginx with a certificate of it.
os.makedirs(path("www"), exist_ok=True)
run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-subj", "/CN=mirror test CA", "-keyout", path("ca.key"), "-out", path("ca.pem"))
run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
    "-keyout", path("tls.key"), "-out", path("tls.csr"))
write("tls.ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n")
run("openssl", "x509", "-req", "-in", path("tls.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
    "-CAcreateserial", "-days", "2", "-extfile", path("tls.ext"), "-out", path("tls.pem"))
port = free_port()
# As root nginx would run its workers as somebody who may not read the test's directory.
user = "user root;" if os.geteuid() == 0 else ""
write("nginx.conf", f"""
{user}
daemon off;
worker_processes 1;
pid {path('nginx.pid')};
error_log {path('nginx-error.log')};
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {path('t1')}; proxy_temp_path {path('t2')}; fastcgi_temp_path {path('t3')};
  uwsgi_temp_path {path('t4')}; scgi_temp_path {path('t5')};
  types {{ application/jwk-set+json json; }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {path('tls.pem')};
    ssl_certificate_key {path('tls.key')};
    root {path('www')};
  }}
}}
""")
nginx = start(find("nginx"), "-p", path(), "-c", path("nginx.conf"), port=port)
if not check("nginx serves the published set over HTTPS", nginx is not None):
    finish(TITLE)
verifier = Verifier(f"https://localhost:{port}/jwks.json", path("ca.pem"), ISSUER)

# The four steps of the document's example, read out of it.
source = [candidate for candidate in (
    os.environ.get("MIRROR_SOURCE_DOCUMENT", ""),
    os.path.join(PROJECT, "..", "shared", "reference", "flux-mirror-keygen-command.txt"),
    os.path.join(PROJECT, "docs", "registry.md"),
) if os.path.isfile(candidate)][0]
text = open(source).read()
text = text[text.index("1. Generate the key pair"):]
commands = re.findall(r"^\s*(?:\$ )?(?:flux )?mirror ((?:keygen|login) .*)$", text, re.M)[:2]
yaml = re.search(r"^# config\.yaml\n(?:.+\n)+?.*exp: .*$", text, re.M).group(0)
os.makedirs(path("example"))
write("example/config.yaml", yaml + "\n")
environment = {"PATH": os.environ["PATH"], "HOME": path("example", "home")}
outcomes = [mirror(*command.split(), cwd=path("example"), env=environment) for command in commands]
check(f"the example's steps succeed as printed in {os.path.basename(source)}",
      len(commands) == 2 and all(outcome.returncode == 0 for outcome in outcomes),
      f"{commands}: {[outcome.stderr for outcome in outcomes]}")
joined = mirror("jwks", "--out", path("www", "jwks.json"), path("example", "keys", "registry", "pubkey.json"))
check("its public set is published", joined.returncode == 0, joined.stderr)
bearer = token("example/home/.docker", "registry.example.com")
check("its token is accepted by the verifier", refusal(bearer, "registry.example.com") is None,
      refusal(bearer, "registry.example.com"))
claims = verifier.verify(bearer, "registry.example.com")
check("it lives for 8760 hours", claims["exp"] - claims["iat"] == 8760 * 3600 and claims["nbf"] == claims["iat"] - 30)
check("for another audience it is refused", refusal(bearer, "other.example.com") == "InvalidAudienceError")

# Expiry and rotation.
for keys in ("old", "new"):
    mirror("keygen", "-q", "-o", keys)
configure("short.yaml", ("short.example", "old", ["exp: 4s"]))
mirror("jwks", "--out", "www/jwks.json", "old/pubkey.json")
login("short.yaml", "short")
fresh = refusal(token("short", "short.example"), "short.example")
time.sleep(5)
check("a token is accepted before its exp and refused behind it",
      fresh is None and refusal(token("short", "short.example"), "short.example") == "ExpiredSignatureError", fresh)
configure("old.yaml", ("r.example", "old", ["exp: 1h"]))
configure("new.yaml", ("r.example", "new", ["exp: 1h"]))
login("old.yaml", "d-old")
login("new.yaml", "d-new")
pair = [token(directory, "r.example") for directory in ("d-old", "d-new")]
verdicts = {}
for step, sets in (("before", ["old"]), ("during", ["old", "new"]), ("after", ["new"])):
    mirror("jwks", "--out", "www/jwks.json", *[f"{keys}/pubkey.json" for keys in sets])
    verdicts[step] = [refusal(bearer, "r.example") is None for bearer in pair]
check("while a key is rotated both are accepted, and afterwards the old one is refused",
      verdicts == {"before": [True, False], "during": [True, True], "after": [False, True]}, str(verdicts))
refused = mirror("jwks", "--out", "www/jwks.json", "old/privkey.json")
check("a private set is never published",
      refused.returncode == 1 and "\"d\"" not in open(path("www/jwks.json")).read(), refused.stderr)
mirror("jwks", "--out", "www/jwks.json", "new/pubkey.json")

# A registry behind a gate.
registry = find("docker-registry")
if not registry:
    skip("the registry and its clients", "docker-registry is not installed (Debian: docker-registry)")
    finish(TITLE)
upstream = free_port()
write("registry.yml", f"""
version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {path('registry')}}}}}
http: {{addr: "127.0.0.1:{upstream}", relativeurls: true}}
""")
if not check("the registry starts", start(registry, "serve", path("registry.yml"), port=upstream) is not None):
    finish(TITLE)
basic = Gate("Basic", upstream, verifier, username="robot")
bearing = Gate("Bearer", upstream, verifier)
configure("pair.yaml", (basic.host, "new", ["username: robot", "exp: 10m"]))
configure("bearer.yaml", (bearing.host, "new", ["exp: 10m"]))

# An image, by hand.
layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w") as archive:
    entry = tarfile.TarInfo("hello")
    entry.size = 6
    archive.addfile(entry, io.BytesIO(b"hello\n"))
packed = gzip.compress(layer.getvalue(), mtime=0)
digest = lambda data: hashlib.sha256(data).hexdigest()
image = json.dumps({
    "architecture": "amd64", "os": "linux", "config": {},
    "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest(layer.getvalue())}"]}}).encode()
manifest = json.dumps({
    "schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": len(image),
               "digest": f"sha256:{digest(image)}"},
    "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": len(packed),
                "digest": f"sha256:{digest(packed)}"}]}).encode()
os.makedirs(path("image"))
for name, data in (("version", b"Directory Transport Version: 1.1\n"), ("manifest.json", manifest),
                   (digest(image), image), (digest(packed), packed)):
    with open(path("image", name), "wb") as file:
        file.write(data)

# curl, with what is stored.
stored = login("bearer.yaml", "d-bearer")
check("a bearer token is stored", stored.returncode == 0, stored.stderr)
if find("curl"):
    def status(*arguments):
        return run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", *arguments,
                   f"http://{bearing.host}/v2/").stdout
    bearer = token("d-bearer", bearing.host)
    write("curl.conf", f'header = "Authorization: Bearer {bearer}"\n', 0o600)
    check("curl gets 200 with the token and 401 without",
          (status("-K", path("curl.conf")), status()) == ("200", "401"))
else:
    skip("curl", "it is not installed")

# skopeo: a registry token, a pair from the file, and the helper.
os.makedirs(path("bin"), exist_ok=True)
os.symlink(MIRROR, path("bin", "docker-credential-mirror"))
helped = {**os.environ, "PATH": path("bin") + ":" + os.environ["PATH"], "HOME": path("home"),
          "FLUX_MIRROR_CONFIG": path("pair.yaml")}
skopeo = find("skopeo")
if skopeo:
    def copy(source, target, *arguments, env=helped):
        return run(skopeo, "--insecure-policy", "copy", "--src-tls-verify=false", "--dest-tls-verify=false",
                   *arguments, source, target, env=env)
    pushed = copy(f"dir:{path('image')}", f"docker://{bearing.host}/test/bearer:1",
                  "--dest-registry-token", bearer)
    check("skopeo pushes with the registry token", pushed.returncode == 0, pushed.stderr)
    pulled = copy(f"docker://{bearing.host}/test/bearer:1", f"dir:{path('pulled')}",
                  "--src-registry-token", bearer)
    check("skopeo pulls with it", pulled.returncode == 0, pulled.stderr)
    stored = login("pair.yaml", "d-pair")
    check("a pair is stored", stored.returncode == 0, stored.stderr)
    authfile = ("--authfile", path("d-pair", "config.json"))
    pushed = copy(f"dir:{path('image')}", f"docker://{basic.host}/test/pair:1", *authfile)
    check("skopeo pushes with the stored pair", pushed.returncode == 0, pushed.stderr)
    pulled = copy(f"docker://{basic.host}/test/pair:1", f"dir:{path('pulled2')}", *authfile)
    check("skopeo pulls with it", pulled.returncode == 0, pulled.stderr)
    without = copy(f"docker://{basic.host}/test/pair:1", f"dir:{path('pulled3')}", "--authfile",
                   write("empty.json", "{}"))
    check("without a credential it may not", without.returncode != 0)
    entered = login("pair.yaml", "d-helper", "--helper")
    check("the helper is entered",
          entered.returncode == 0 and docker_config("d-helper")["credHelpers"] == {basic.host: "mirror"}
          and "auth" not in docker_config("d-helper").get("auths", {}).get(basic.host, {}), entered.stderr)
    known = len(basic.seen)
    pulled = copy(f"docker://{basic.host}/test/pair:1", f"dir:{path('pulled4')}", "--authfile",
                  path("d-helper", "config.json"))
    check("skopeo pulls through docker-credential-mirror, with a token that is new",
          pulled.returncode == 0 and len(basic.seen) > known, pulled.stderr)
else:
    skip("skopeo", "it is not installed (Debian: skopeo)")

# The Docker client, with its daemon where one can be started.
docker, daemon = find("docker"), find("dockerd")
if not docker or not daemon or os.geteuid() != 0:
    skip("the Docker client and its daemon", "they are not installed, or this is not root (Debian: docker.io)")
    finish(TITLE)
socket_path = path("docker.sock")
process = start(daemon, "--data-root", path("docker-data"), "--exec-root", path("docker-exec"), "--host",
                f"unix://{socket_path}", "--iptables=false", "--ip-masq=false", "--bridge=none", "--storage-driver=vfs",
                "--pidfile", path("docker.pid"),
                until=lambda: run(docker, "-H", f"unix://{socket_path}", "version", timeout=10).returncode == 0)
if process is None:
    skip("the Docker client and its daemon", "no daemon can be started here")
    finish(TITLE)


def client(directory, *arguments):
    return run(docker, "-H", f"unix://{socket_path}", "--config", path(directory), *arguments, env=helped, timeout=90)


with tarfile.open(path("image.tar"), "w") as archive:
    contents = {
        "layer.tar": layer.getvalue(), "image.json": image,
        "manifest.json": json.dumps([{
            "Config": "image.json", "Layers": ["layer.tar"],
            "RepoTags": [f"{basic.host}/test/docker:1", f"{bearing.host}/test/docker:1"]}]).encode()}
    for name, data in contents.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
loaded = client("d-pair", "load", "-i", path("image.tar"))
check("the image is loaded into the daemon", loaded.returncode == 0, loaded.stderr)
login("pair.yaml", "d-pair")
for directory, host, how in (("d-pair", basic.host, "the stored pair"),
                             ("d-helper", basic.host, "docker-credential-mirror"),
                             ("d-bearer", bearing.host, "the registrytoken")):
    name = f"{host}/test/docker:1"
    pushed = client(directory, "push", name)
    check(f"docker pushes with {how}", pushed.returncode == 0, pushed.stdout[-300:] + pushed.stderr)
    pulled = client(directory, "pull", name)
    check(f"docker pulls with {how}", pulled.returncode == 0, pulled.stdout[-300:] + pulled.stderr)
refused = client("d-none", "pull", f"{basic.host}/test/docker:1")
check("docker may not pull without a credential", refused.returncode != 0)
finish(TITLE)
