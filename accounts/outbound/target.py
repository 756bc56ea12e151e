"""A URL that may be called, taken apart once, so that what was checked is what is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from accounts.outbound.refusals import (
    NO_ADDRESS,
    NO_SPACES,
    NO_USER,
    OTHER_PORT,
    OTHER_SCHEME,
    AddressRefused,
)

DEFAULT_PORTS = {"http": 80, "https": 443}
# What a browser, urlsplit and a server could each read in another way.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\U0010ffff\\<>\"^`{|}]")
_HOST = re.compile(r"[a-zA-Z0-9._-]{1,253}|\[[0-9a-fA-F:.]{2,45}\]")


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, *, any_port: bool = False) -> Target:
        """The parts of a URL without a user, a fragment or anything ambiguous; `AddressRefused` otherwise."""
        if not url or len(url) > 4000 or _AMBIGUOUS.search(url):
            raise AddressRefused(NO_SPACES)
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressRefused(NO_ADDRESS) from None
        if parts.scheme not in DEFAULT_PORTS:
            raise AddressRefused(OTHER_SCHEME)
        if "@" in parts.netloc or parts.fragment or not _HOST.fullmatch(_name(parts.netloc)):
            raise AddressRefused(NO_USER)
        chosen = port or DEFAULT_PORTS[parts.scheme]
        if not any_port and chosen not in settings.OUTBOUND_PORTS:
            raise AddressRefused(OTHER_PORT % {"port": chosen})
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, (parts.hostname or "").rstrip("."), chosen, path)

    @property
    def netloc(self) -> str:
        """For the Host header: the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def _name(netloc: str) -> str:
    """The host without its port."""
    return netloc if netloc.endswith("]") else re.sub(r":\d*$", "", netloc)
