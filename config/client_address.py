"""Whose address a request comes from, when proxies stand in between.

`X-Forwarded-For` grows to the right: each proxy adds the address it was called from. So only the entries that
our own proxies added may be believed, counted from the right; what stands left of them anybody can invent.
"""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

from config.middleware import GetResponse

FORWARDED = tuple(f"HTTP_X_FORWARDED_{what}" for what in ("FOR", "PROTO", "HOST", "PORT"))
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class TrustedProxies:
    """How many proxies stand before us, or in which networks they stand."""

    count: int = 0
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, words: list[str]) -> "TrustedProxies":
        """Read the setting TRUSTED_PROXIES: a number, or networks such as 10.0.0.0/8."""
        if len(words) == 1 and words[0].isascii() and words[0].isdigit():
            return cls(count=int(words[0]))
        try:
            return cls(networks=tuple(ipaddress.ip_network(word) for word in words))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"TRUSTED_PROXIES must be a number or networks such as 10.0.0.0/8, not {','.join(words)!r}."
            ) from error

    def __bool__(self) -> bool:
        return bool(self.count or self.networks)

    def speaks(self, remote: str) -> bool:
        """Tell whether the one who called us is a proxy of ours."""
        return self.count > 0 or self._holds(remote)

    def client(self, remote: str, forwarded_for: str) -> str:
        """Return the address of the client; the caller's own one if nothing better can be believed."""
        if not self.speaks(remote):
            return remote
        hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
        if self.count:
            claimed = hops[-self.count] if len(hops) >= self.count else remote
        else:
            claimed = next((hop for hop in reversed(hops) if not self._holds(hop)), remote)
        return claimed if _is_address(claimed) else remote

    def _holds(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in network for network in self.networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class ClientAddressMiddleware:
    """Makes REMOTE_ADDR the client's address, and removes forwarded headers that no proxy of ours wrote."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.trusted: TrustedProxies = settings.TRUSTED_PROXIES

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        remote = meta.get("REMOTE_ADDR", "")
        if self.trusted.speaks(remote):
            meta["REMOTE_ADDR"] = self.trusted.client(remote, meta.get("HTTP_X_FORWARDED_FOR", ""))
            meta.pop("HTTP_X_FORWARDED_FOR", None)
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return self.get_response(request)
