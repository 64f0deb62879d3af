#!/usr/bin/env python3
"""A registry that takes every name and password, for judging programs that log in to one: registry.py [PORT].

It listens on 127.0.0.1 to 127.0.0.6 (clients speak plain HTTP to loopback addresses), so that `mirror conform --suite store` has
several hosts to log in to. It holds nothing and forgets everything.
"""
import http.server
import sys
import threading


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        is_known = (self.headers.get("Authorization") or "").startswith("Basic ")
        self.send_response(200 if is_known else 401)
        if not is_known:
            self.send_header("WWW-Authenticate", 'Basic realm="loopback"')
        self.send_header("Docker-Distribution-API-Version", "registry/2.0")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


port = int(sys.argv[1]) if len(sys.argv) > 1 else 5555
servers = [Server((f"127.0.0.{number}", port), Registry) for number in range(1, 7)]
for server in servers[1:]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"listening on 127.0.0.1 to 127.0.0.6, port {port}", flush=True)
servers[0].serve_forever()
