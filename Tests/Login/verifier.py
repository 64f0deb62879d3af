"""A verifier that is not ours (PyJWT, cryptography), and a registry's gate that asks it."""

import base64
import http.client
import json
import ssl
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from jwt.algorithms import OKPAlgorithm


class Verifier:
    """Verifies tokens by the set that is published at an HTTPS address."""

    def __init__(self, address, authority, issuer):
        self.address = address
        self.context = ssl.create_default_context(cafile=authority)
        self.issuer = issuer

    def key(self, kid):
        with urllib.request.urlopen(self.address, context=self.context, timeout=10) as answer:
            keys = json.load(answer)["keys"]
        found = [key for key in keys if key["kid"] == kid]
        if len(found) != 1:
            raise jwt.InvalidTokenError(f"{len(found)} keys have this kid")
        return OKPAlgorithm.from_jwk(json.dumps(found[0]))

    def verify(self, token, audience):
        """Gives the claims, or raises `jwt.InvalidTokenError`."""
        header = jwt.get_unverified_header(token)
        if header.get("typ") != "JWT":
            raise jwt.InvalidTokenError("typ")
        return jwt.decode(
            token, self.key(header.get("kid")), algorithms=["EdDSA"], audience=audience, issuer=self.issuer,
            options={"require": ["exp", "iat", "nbf", "iss", "aud", "sub", "jti"]})


class Gate(ThreadingHTTPServer):
    """A reverse proxy in front of a registry that demands a credential of one scheme, Basic or Bearer."""

    daemon_threads = True

    def __init__(self, scheme, upstream, verifier, username=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.scheme, self.upstream, self.verifier, self.username = scheme, upstream, verifier, username
        self.host = f"127.0.0.1:{self.server_port}"
        self.accepted, self.refused, self.seen = 0, 0, set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def accepts(self, header):
        scheme, _, value = (header or "").partition(" ")
        if scheme.lower() != self.scheme.lower():
            return False
        token = value
        if scheme.lower() == "basic":
            username, _, token = base64.b64decode(value).decode().partition(":")
            if username != self.username:
                return False
        try:
            self.seen.add(self.verifier.verify(token, self.host)["jti"])
            return True
        except Exception:
            return False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self):
        body = self.body()
        if not self.server.accepts(self.headers.get("Authorization")):
            self.server.refused += 1
            self.send_response(401)
            realm = f'realm="http://{self.server.host}/token",service="test"' if self.server.scheme == "Bearer" \
                else 'realm="test"'
            self.send_header("WWW-Authenticate", f"{self.server.scheme} {realm}")
            self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.server.accepted += 1
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=30)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        upstream.putheader("Host", self.server.host)
        for name, value in self.headers.items():
            if name.lower() not in ("authorization", "host", "transfer-encoding", "content-length", "connection"):
                upstream.putheader(name, value)
        upstream.putheader("Content-Length", str(len(body)))
        upstream.endheaders(body)
        reply = upstream.getresponse()
        content = reply.read()
        self.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        length = reply.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        upstream.close()

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            content = b""
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                content += self.rfile.read(size)
                self.rfile.readline()
                if size == 0:
                    return content
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length else b""

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = answer
