"""Run a command against a throw-away PostgreSQL: `python -m tools.with_postgres pytest -m postgres`."""

import os
import subprocess
import sys

from tools import servers


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL and return its exit code."""
    try:
        with servers.postgres() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except servers.NotInstalledError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
