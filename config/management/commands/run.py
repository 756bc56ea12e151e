"""`manage.py run`: the whole product on this machine, started together and stopped together.

It lives in config because it starts what config puts together: web, worker and beat.
"""

import ctypes
import fcntl
import os
import secrets
import shlex
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connections
from honcho.manager import Manager
from honcho.process import Process

from config.embedded import keep_secret
from config.probe import HERE, is_ready
from config.vendored import FILES

PEOPLE = "ada (admin), petra (product owner), ben (member), vera (viewer), dan (another team)"
PROCESSES = {
    "web": "uvicorn config.asgi:application --host {host} --port {port} --lifespan off --log-level warning"
    " --no-access-log --no-server-header --no-proxy-headers --timeout-graceful-shutdown 2",
    "worker": "celery --quiet -A config.celery worker --loglevel WARNING --pool threads --concurrency 4"
    " --without-gossip --without-mingle --without-heartbeat",
    "beat": "celery --quiet -A config.celery beat --loglevel WARNING",
}
START_SECONDS = 120
PR_SET_PDEATHSIG = 1  # of prctl(2)


class Command(BaseCommand):
    help = "Run web, worker and beat on this machine, with a demo team; Ctrl-C stops all of it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "`run` is for trying and developing, and DEBUG is off. docs/OPERATING.md says what to start."
            )
        port = free_port(os.environ.get("PORT", "8000"))
        alone = only_one(settings.DATA_DIR / "run.lock")
        require_vendored_files()
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from None
        if "demo" in get_commands():
            os.environ["PROOFLANE_DEMO_PASSWORD"] = demo_password()
            call_command("demo", verbosity=0)
        connections.close_all()
        threading.Thread(target=self.announce, args=(port,), daemon=True).start()
        code = supervise(port)
        alone.close()
        sys.exit(code)

    def announce(self, port: int) -> None:
        """Say where the product is as soon as it answers."""
        end = time.monotonic() + START_SECONDS
        while not is_ready(port):
            if time.monotonic() > end:
                return
            time.sleep(0.2)
        password = os.environ.get("PROOFLANE_DEMO_PASSWORD", "")
        self.stdout.write(
            f"\n  Prooflane is on http://{HERE}:{port}/   (Ctrl-C stops it)\n"
            f"  Sign in as {PEOPLE}\n  with the password {password}\n"
        )
        self.stdout.flush()


def free_port(text: str) -> int:
    """Return the port as a number, or refuse it in a sentence."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, int(text)))
        except PermissionError:
            raise CommandError(f"Port {text} needs more rights. Choose a higher one: PORT=8000") from None
        except OSError:
            raise CommandError(f"Port {text} is taken. Choose another: PORT={int(text) % 65535 + 1}") from None
    return int(text)


def only_one(path: Path) -> Any:
    """Hold the lock of the data folder: two workers would take each other's messages."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(
            f"Prooflane already runs with the data folder {path.parent}. Stop it, or choose another folder:"
            " PROOFLANE_DATA_DIR=/some/folder make run"
        ) from None
    return file


def require_vendored_files() -> None:
    """Refuse to serve pages whose scripts are missing."""
    if not all(Path(finders.find(f"vendor/{name}") or "missing").is_file() for name in FILES):
        raise CommandError("The browser packages are missing. `make run` installs them before it starts.")


def demo_password() -> str:
    """Return the password of the demo people: the one that is set, or one made up once and kept."""
    if chosen := os.environ.get("PROOFLANE_DEMO_PASSWORD", "").strip():
        return chosen
    return keep_secret(settings.DATA_DIR / "demo_password", secrets.token_urlsafe(9))


class TiedProcess(Process):  # type: ignore[misc]  # honcho is untyped
    """A process that ends with us, even if we are killed: then the kernel ends it."""

    def run(self, *args: Any, **kwargs: Any) -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        super().run(*args, **kwargs)


def supervise(port: int) -> int:
    """Run the processes until one of them ends or somebody stops us; return the exit code."""
    prefix = "exec setpriv --pdeathsig TERM" if shutil.which("setpriv") else "exec"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    manager = Manager()
    manager._process_ctor = TiedProcess
    for name, command in PROCESSES.items():
        line = f"{prefix} {shlex.quote(sys.executable)} -m {command.format(host=HERE, port=port)}"
        manager.add_process(name, line, env=environment, cwd=settings.BASE_DIR)
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    stopped_on_purpose = manager.returncode in (130, 143)
    return 0 if stopped_on_purpose else manager.returncode or 1
