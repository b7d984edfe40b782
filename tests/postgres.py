"""Where do tests find a PostgreSQL? `python tests/postgres.py -- COMMAND …` gives COMMAND one.

DATABASE_URL is used as it is when it names one. Otherwise Debian's programs make a cluster that
lives as long as the command, on a free port of this machine, with nothing kept on the way out.
Without either it fails: half of the promise is never skipped in silence.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

RUNTIME_ROLE = "partyconduct_runtime"
FAST = {  # a cluster that nobody will miss need not survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "log_min_messages": "fatal",
}


def main(command):
    if not command:
        sys.exit("Say: python tests/postgres.py -- COMMAND …")
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(command, os.environ["DATABASE_URL"])
    with cluster(programs()) as url:
        return run(command, url)


def run(command, url):
    environment = os.environ | {"DATABASE_URL": url, "RUNTIME_ROLE": RUNTIME_ROLE}
    return subprocess.run(command, env=environment, check=False).returncode


def programs():
    """The newest of Debian's versions of at least 15."""
    found = {
        int(path.parts[-3]): path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
    }
    if not found or max(found) < 15:
        sys.exit(
            "PostgreSQL 15 or newer is needed: apt-get install postgresql, or set DATABASE_URL."
        )
    return found[max(found)]


@contextlib.contextmanager
def cluster(bin_folder):
    """A running server of our own; stopped by its process id and erased, whatever happens."""
    # Stopped from outside means leaving through `finally` as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="partyconduct-pg-"))
    as_owner = owner_of(folder)
    password, port = secrets.token_urlsafe(24), free_port()
    server = None
    try:
        make(bin_folder, folder, password, as_owner)
        server = start(bin_folder, folder, port, as_owner)
        url = f"postgresql://tester:{password}@127.0.0.1:{port}"
        prepare(server, url)
        yield f"{url}/partyconduct"
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def owner_of(folder):
    """PostgreSQL refuses to run as root: then it runs as the system's user postgres."""
    if os.geteuid():
        return {}
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make(bin_folder, folder, password, as_owner):
    secret = folder / "password"
    secret.write_text(password)
    arguments = ["--username=tester", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    command = [bin_folder / "initdb", "-D", folder / "data", *arguments, *locale]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_owner)


def start(bin_folder, folder, port, as_owner):
    options = [f"-c{name}={value}" for name, value in FAST.items()]
    here = ["-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}", f"-p{port}"]
    command = [bin_folder / "postgres", "-D", folder / "data", *here, *options]
    return subprocess.Popen(command, cwd=folder, start_new_session=True, **as_owner)


def prepare(server, url):
    """Wait until it answers, then make the database and the role that tests act as."""
    for _attempt in range(300):
        if server.poll() is not None:
            sys.exit("PostgreSQL stopped while starting.")
        with contextlib.suppress(psycopg.OperationalError):
            with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE partyconduct")
                connection.execute(f"CREATE ROLE {RUNTIME_ROLE} NOLOGIN")
            return
        time.sleep(0.1)
    sys.exit("PostgreSQL did not answer within 30 seconds.")


def stop(server):
    server.send_signal(signal.SIGINT)  # its word for: now, but in order
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(10)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
