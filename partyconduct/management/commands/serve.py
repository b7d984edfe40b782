"""How is the register served by one command? gunicorn in front, the worker for tasks beside it."""

import signal
import subprocess
import sys

from django.core.management.base import BaseCommand

WEB = (
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--preload",  # one import for both: quicker to start, and memory is shared
    "--no-control-socket",
)


class Command(BaseCommand):
    help = "Serves the register with gunicorn, and runs the worker beside it."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true", help="A worker runs elsewhere.")

    def handle(self, **options):
        bind = f"{options['host']}:{options['port']}"
        self.stdout.write(f"The register is at http://{bind}/ (stop with Ctrl-C)")
        commands = [[sys.executable, "-m", "gunicorn", *WEB, f"--bind={bind}", WSGI]]
        if not options["no_worker"]:
            commands.append([sys.executable, sys.argv[0], "worker"])
        sys.exit(keep_running(commands))


WSGI = "partyconduct.wsgi:application"


def keep_running(commands):
    """All until the first of them ends; then none is left behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    children = [subprocess.Popen(command) for command in commands]
    try:
        return children[0].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
