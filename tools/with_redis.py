"""Run a command against a throw-away Redis: `python -m tools.with_redis pytest -m redis`."""

import os
import subprocess
import sys

from tools import servers


def main(command: list[str]) -> int:
    """Run the command with REDIS_URL and return its exit code."""
    try:
        with servers.redis() as url:
            return subprocess.run(command, env={**os.environ, "REDIS_URL": url}, check=False).returncode
    except servers.NotInstalledError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
