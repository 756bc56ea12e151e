"""Whose address a request comes from: never one that the client made up."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from config.client_address import ClientAddressMiddleware, TrustedProxies

PROXY, CLIENT, LIE = "10.0.0.9", "203.0.113.7", "198.51.100.1"


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded_for", "client"),
    [
        ("", CLIENT, LIE, CLIENT),
        ("1", PROXY, CLIENT, CLIENT),
        ("1", PROXY, f"{LIE}, {CLIENT}", CLIENT),
        ("2", PROXY, f"{LIE}, {CLIENT}, 10.0.0.8", CLIENT),
        ("2", PROXY, CLIENT, PROXY),
        ("1", PROXY, "", PROXY),
        ("1", PROXY, "<script>", PROXY),
        ("10.0.0.0/8", PROXY, f"{LIE}, {CLIENT}, 10.0.0.8", CLIENT),
        ("10.0.0.0/8", CLIENT, LIE, CLIENT),
        ("10.0.0.0/8,2001:db8::/32", "2001:db8::1", f"{CLIENT}, 10.1.1.1", CLIENT),
        ("10.0.0.0/8", PROXY, "10.0.0.1, 10.0.0.2", PROXY),
    ],
)
def test_entries_count_from_the_right(trusted: str, remote: str, forwarded_for: str, client: str) -> None:
    proxies = TrustedProxies.parse([word for word in trusted.split(",") if word])
    assert proxies.client(remote, forwarded_for) == client


@pytest.mark.parametrize("words", [["proxy"], ["10.0.0.1/8"], ["-1"], ["1", "2x"]])
def test_what_is_neither_a_number_nor_networks_is_refused(words: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        TrustedProxies.parse(words)


def meta_seen_with(trusted: TrustedProxies, remote: str, settings: Settings) -> dict[str, str]:
    settings.TRUSTED_PROXIES = trusted
    seen = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update({name: value for name, value in request.META.items() if isinstance(value, str)})
        return HttpResponse()

    headers = {"X-Forwarded-For": CLIENT, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    ClientAddressMiddleware(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))
    return seen


def test_views_see_the_client_and_not_the_proxy(settings: Settings) -> None:
    meta = meta_seen_with(TrustedProxies(count=1), PROXY, settings)
    assert meta["REMOTE_ADDR"] == CLIENT
    assert meta["HTTP_X_FORWARDED_PROTO"] == "https"
    assert "HTTP_X_FORWARDED_FOR" not in meta


def test_forwarded_headers_of_strangers_are_removed(settings: Settings) -> None:
    meta = meta_seen_with(TrustedProxies(), LIE, settings)
    assert meta["REMOTE_ADDR"] == LIE
    assert not [name for name in meta if "FORWARDED" in name]
