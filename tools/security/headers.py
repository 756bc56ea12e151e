"""Every answer of all these proofs carried what a browser must be told; and so does HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from tests.live.listening import listen
from tests.world import PASSWORD
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import CSRF, Caller
from tools.proof.house import House
from tools.proof.people import browser
from tools.security.doors import doors
from tools.security.ear import EAR, EVERYWHERE
from tools.security.matrix import estate

HTTPS = {"SITE_URL": "https://prooflane.test", "TRUSTED_PROXIES": "1"}
YEAR = 31_536_000


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    made = estate(house, "HEAD")
    for caller in (browser(house, None), browser(house, house.world.ada)):
        for door in doors():
            if door.is_safe and not door.path.endswith("stream"):
                door.ask(caller, made.names)
        for path in ("/static/none.css", "/favicon.ico", "/nowhere/", "/api/v1/nowhere", "/%00", "/../etc/passwd"):
            caller.get(path)
        caller.ask("TRACE", "/")
        caller.get("/boards/", Host="evil.example")
    stream = listen(
        house.live, f"/boards/{made.key}/events", cookie=browser(house, house.world.ada).headers["Cookie"]
    )
    stream.close()
    missing = [name for name, part in EVERYWHERE.items() if part not in stream.headers.get(name, "")]
    yield none_of("headers a stream lacks", missing)
    yield none_of("answers that lack a header", sorted(EAR.lacking), EAR.heard)
    yield none_of("answers that hold a hash, a token, a key or a traceback", sorted(EAR.leaking), EAR.heard)
    yield from _by_https(house)


def _by_https(house: House) -> Iterator[Claim]:
    """Behind a proxy that speaks HTTPS: cookies that are bound to the host, and a promise to come back so."""
    address = house.serve(**HTTPS)
    forwarded = {"Host": "prooflane.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.50"}
    token = f"__Host-csrftoken={CSRF}"
    inside = {**forwarded, "Cookie": token, "X-CSRFToken": CSRF, "Referer": "https://prooflane.test/sign-in/"}
    caller = Caller(lambda: address, inside, heard=house.heard)
    answer = caller.ask("POST", "/sign-in/", form={"username": "ben", "password": PASSWORD})
    cookie = answer.headers.get("set-cookie", "")
    kept = all(part in cookie for part in ("__Host-sessionid=", "Secure", "HttpOnly", "Path=/"))
    yield Claim("by HTTPS the session's cookie is __Host-, Secure and HttpOnly", answer.status, kept)
    promise = answer.headers.get("strict-transport-security", "")
    yield Claim("and says so for a year", promise, f"max-age={YEAR}" in promise and "includeSubDomains" in promise)
    plain = Caller(lambda: address, {"Host": "prooflane.test", "X-Forwarded-For": "203.0.113.50"}).get("/sign-in/")
    yield equal("plain HTTP is sent to", plain.headers.get("location"), "https://prooflane.test/sign-in/")
    yield equal("names of our cookies without HTTPS", settings.SESSION_COOKIE_NAME, "sessionid")
