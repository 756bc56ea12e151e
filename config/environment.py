"""Typed readers of the environment: what settings.py reads is what exists, another PROOFLANE_* is refused."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "PROOFLANE_"
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class Environment:
    """Reads settings by name; `NAME_FILE` names a file that holds the value of a secret."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.known: set[str] = set()

    def text(self, name: str, default: str = "", *, secret: bool = False) -> str:
        """Return the value, from the file in `NAME_FILE` if that is set and the setting is a secret."""
        self.known.add(name)
        if not secret:
            return self.values.get(name, "").strip() or default
        self.known.add(f"{name}_FILE")
        path = self.values.get(f"{name}_FILE", "").strip()
        if not path:
            return self.values.get(name, "").strip() or default
        if self.values.get(name, "").strip():
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {reason}.") from error

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no."""
        value = self.text(name).lower()
        if value in YES:
            return True
        if value in NO:
            return False
        if value:
            raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
        return default

    def number(self, name: str, default: int) -> int:
        """Return a whole number from 0 up."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()):
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
        return int(value)

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        value = self.text(name, default)
        if value not in allowed:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def words(self, name: str) -> list[str]:
        """Return what is between the commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def ports(self, name: str, default: str) -> frozenset[int]:
        """Return the port numbers between the commas."""
        words = self.text(name, default).split(",")
        if not all(word.strip().isdecimal() and 0 < int(word) < 65_536 for word in words):
            raise ImproperlyConfigured(f"{name} must be port numbers with commas, such as 80,443,5000.")
        return frozenset(int(word) for word in words)

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """Return the networks between the commas; a single address is a network of one."""
        try:
            return [ip_network(word) for word in self.words(name)]
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must be addresses or networks with commas, such as 10.1.0.0/16: {error}."
            ) from error

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder that exists from now on."""
        path = Path(self.text(name) or default).expanduser().absolute()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name} names {path}, which cannot be created: {error.strerror}."
            ) from error
        return path

    def origin(self, name: str, default: str) -> str:
        """Return scheme, host and port of a site, without a path or a final slash."""
        value = self.text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise ImproperlyConfigured(f"{name} must look like https://board.example.org, not {value!r}.")
        return value

    def url(self, name: str, schemes: tuple[str, ...], default: str = "") -> str:
        """Return the address of a service; addresses hold passwords, so a refusal does not show it."""
        value = self.text(name, default, secret=True)
        scheme = value.partition("://")[0] if "://" in value else ""
        if value and scheme not in schemes:
            raise ImproperlyConfigured(f"{name} must start with one of {', '.join(f'{s}://' for s in schemes)}.")
        if scheme != "sqlite" and not _has_number_as_port(value):
            raise ImproperlyConfigured(f"{name} has a port that is not a number.")
        return value

    def refuse_unknown(self, elsewhere: tuple[str, ...]) -> None:
        """Refuse a misspelt name; `elsewhere` lists names that other programs of the product read."""
        unknown = sorted(
            name for name in self.values if name.startswith(PREFIX) and name not in {*self.known, *elsewhere}
        )
        if unknown:
            known = ", ".join(sorted(name for name in {*self.known, *elsewhere} if name.startswith(PREFIX)))
            raise ImproperlyConfigured(f"{unknown[0]} is not a setting of Prooflane; known are {known}.")


def _has_number_as_port(url: str) -> bool:
    try:
        _ = urlsplit(url).port
    except ValueError:
        return False
    return True


def read() -> Environment:
    """Read the environment of this process."""
    return Environment(dict(os.environ))
