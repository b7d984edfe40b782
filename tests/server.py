"""A real installation for a test: its own folder, its own database, a server to be killed.

The database is a file of SQLite, or one more database beside the one of DATABASE_URL.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parent.parent
READY_WITHIN = 60  # seconds


class Installation:
    """Start, kill and start again; `env` is what its commands and its server see."""

    def __init__(self, folder):
        self.folder, self.server, self.made = Path(folder), None, None
        self.env = os.environ | {"VAR": str(self.folder), "DEBUG": "1"}
        self.env.pop("RUNTIME_ROLE", None)
        if url := os.environ.get("DATABASE_URL"):
            self.env["DATABASE_URL"] = self._own_database(url)

    def _own_database(self, url):
        self.made, self.root_url = f"drill_{secrets.token_hex(4)}", url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.made}")
        return urlsplit(url)._replace(path=f"/{self.made}").geturl()

    def run(self, *command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def seed(self, scenario="two-parties"):
        self.run("migrate", "-v", "0")
        return json.loads(self.run("seed", "--scenario", scenario, "--json"))

    def start(self, *, worker=False):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env["RUNTIME_ROLE"] = "partyconduct_runtime" if self.made else ""
        self.server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={self.port}"]
            + ([] if worker else ["--no-worker"]),
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.url = f"http://127.0.0.1:{self.port}"
        for _attempt in range(READY_WITHIN * 10):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                return self
            time.sleep(0.1)
        raise AssertionError("The server did not answer.")

    def kill(self):
        """As hard as it goes: the whole group, at once."""
        if self.server:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def remove(self):
        self.kill()
        if self.made:
            with psycopg.connect(self.root_url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {self.made} WITH (FORCE)")
