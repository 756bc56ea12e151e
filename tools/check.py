"""`make check`: what reads the code without running it. Every step runs; the end says which found something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STEPS = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "import contracts": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": [sys.executable, "-m", "tools.messages", "check"],
    "JavaScript": [str(ROOT / "node_modules" / ".bin" / "eslint"), "--no-error-on-unmatched-pattern", "static/js"],
}
# manage.py needs a key; nothing it does here signs or stores anything.
ENVIRONMENT = {"DEBUG": "1", "SECRET_KEY": "not-used", "DATABASE_URL": "sqlite://:memory:"}


def main() -> int:
    """Run every step and return 1 if one of them found something."""
    environment = {**os.environ, **ENVIRONMENT, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    found = []
    for name, command in STEPS.items():
        if not shutil.which(command[0]):
            print(f"check: {name}: {command[0]} is missing; `make install` brings it")
            found.append(name)
            continue
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        print(f"check: {name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode != 0:
            print(done.stdout + done.stderr, flush=True)
            found.append(name)
    if found:
        print(f"check: look above at {', '.join(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
