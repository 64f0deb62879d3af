#!/usr/bin/env python3
"""Logs in with the Python package `oras` (pip install oras): oras-login.py CONFIG HOST USER, the password on standard input."""
import sys

import oras.client

config, host, user = sys.argv[1:]
client = oras.client.OrasClient(hostname=host, insecure=True, tls_verify=False)
client.login(
    username=user, password=sys.stdin.readline().rstrip("\n"), hostname=host, tls_verify=False, config_path=config)
