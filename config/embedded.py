"""The installation `make run` keeps in the data folder: DEBUG on, a key of its own, no service needed."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import YES

BASE_DIR = Path(__file__).resolve().parent.parent


def adopt(*, create: bool) -> None:
    """Let a command work on the embedded installation, unless the environment configures another one.

    Only manage.py calls this: a server process never turns DEBUG on by itself, whatever the folder holds.
    """
    production = (os.environ.get("DEBUG") or "1").strip().lower() not in YES
    if production or any(os.environ.get(name) for name in ("SECRET_KEY", "SECRET_KEY_FILE")):
        return
    key = Path(os.environ.get("PROOFLANE_DATA_DIR") or BASE_DIR / "var") / "secret_key"
    if not key.exists():
        if not create:
            return
        keep_secret(key, secrets.token_urlsafe(48))
    os.environ.update(DEBUG="1", SECRET_KEY_FILE=str(key))
    os.environ.setdefault("PROOFLANE_LOG_LEVEL", "WARNING")


def keep_secret(path: Path, value: str) -> str:
    """Write a secret that only this user can read, and return it; one that is there already stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return value
