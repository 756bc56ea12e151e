"""Guessing passwords is slow, tells nothing, and shuts nobody else out."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from statistics import median
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import Person
from tests.world import PASSWORD
from tools.proof.claims import Claim, Scale, at_most, equal, none_of
from tools.proof.client import CSRF, Answer, Caller
from tools.proof.house import House
from tools.security.swaps import CSRF_TOKEN

TRIES_A_MINUTE = 10
ENTERS_WITHIN = 2.0
SAME_TIME = 0.25
EVIL, SOURCE = "evil.example", "203.0.113.1"
MAIL_SECONDS = 40


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    vera = house.world.vera  # whoever is asked for first makes the whole cast
    address = house.serve(TRUSTED_PROXIES="1")
    crowd = Caller(lambda: address, {"Cookie": f"{settings.CSRF_COOKIE_NAME}={CSRF}", "X-CSRFToken": CSRF})
    yield from _guessing(crowd, scale.of(1_000, 40))
    yield from _enumeration(crowd, scale.of(200, 4))
    yield from _session(crowd)
    yield from _reset(house, crowd, vera)


def sign_in(caller: Caller, name: str, password: str, source: str, **more: str) -> Answer:
    """From this address, as the proxy in front of us tells it; what stands left of it anybody may have written."""
    invented = f"198.51.100.{random.randrange(250)}, {source}"  # noqa: S311 (no secret)
    form = {"username": name, "password": password, **more}
    return caller.ask("POST", "/sign-in/", form=form, X_Forwarded_For=invented)


def _guessing(crowd: Caller, guesses: int) -> Iterator[Claim]:
    began = time.monotonic()
    answers = [sign_in(crowd, "ada", f"guess {number}", SOURCE) for number in range(guesses)]
    minutes = 1 + int((time.monotonic() - began) // 60)
    tried = sum(answer.status == 422 for answer in answers)
    did = f"{guesses} guesses from one address, each with another X-Forwarded-For"
    yield at_most(f"{did}: really tried", tried, TRIES_A_MINUTE * minutes, f"in {minutes} min")
    odd = sorted({answer.status for answer in answers} - {422, 429})
    yield none_of(f"{did}: neither 422 nor 429", odd)
    bare = [a.status for a in answers if a.status == 429 and not a.headers.get("retry-after", "").isdigit()]
    yield none_of(f"{did}: 429 without Retry-After", bare)
    others = [sign_in(crowd, f"other{number}", "guess", SOURCE) for number in range(TRIES_A_MINUTE)]
    tried += sum(answer.status == 422 for answer in others)
    minutes = 1 + int((time.monotonic() - began) // 60)
    yield at_most("and with other accounts from there", tried, TRIES_A_MINUTE * minutes, f"in {minutes} min")
    yield equal("the right password where it was just guessed", _right_after_a_wait(crowd), 429)
    own = sign_in(crowd, "ada", PASSWORD, "203.0.113.2")
    yield equal("the person herself enters from elsewhere", own.status, 302)
    usual = max(answer.seconds for answer in answers if answer.status == 422)
    yield at_most("and does not wait for it", own.seconds, max(ENTERS_WITHIN, 2 * usual))


def _right_after_a_wait(crowd: Caller) -> int:
    """While the address has to wait, nothing it sends is looked at."""
    for number in range(TRIES_A_MINUTE):
        refused = sign_in(crowd, "ada", f"last guess {number}", SOURCE)
        if int(refused.headers.get("retry-after", "0")) > 1:
            break
    return sign_in(crowd, "ada", PASSWORD, SOURCE).status


def _enumeration(crowd: Caller, times: int) -> Iterator[Claim]:
    """Known and unknown names: the same words, in the same time."""
    known, unknown = [], []
    for number in range(times):
        known.append(sign_in(crowd, "petra", "wrong", f"192.0.2.{2 * number}"))
        unknown.append(sign_in(crowd, "piotr", "wrong", f"192.0.2.{2 * number + 1}"))
    texts = {CSRF_TOKEN.sub("·", a.text.replace("petra", "·").replace("piotr", "·")) for a in known + unknown}
    yield equal(f"{times} wrong sign-ins of known and of unknown names: different answers", len(texts), 1)
    one, other = (median(answer.seconds for answer in answers) for answers in (known, unknown))
    gap = abs(one - other) / max(one, other)
    yield at_most("and their medians differ by", gap, SAME_TIME, f"of {one:.2f} s")
    resets = [crowd.ask("POST", "/password/reset/", form={"account": n}, X_Forwarded_For=f"192.0.2.{i + 90}")
              for i, n in enumerate(("petra", "piotr"))]  # fmt: skip
    texts = {CSRF_TOKEN.sub("·", a.text.replace("petra", "·").replace("piotr", "·")) for a in resets}
    yield equal("asking for a new password: different answers", len(texts), 1)
    guessed = {crowd.get(f"/invitations/guess-{number}/").status for number in range(5)}
    yield equal("guessed invitations", guessed, {404})


def _session(crowd: Caller) -> Iterator[Claim]:
    fixed = "f" * 32
    brought = {"Cookie": f"{crowd.headers['Cookie']}; {settings.SESSION_COOKIE_NAME}={fixed}"}
    answer = sign_in(Caller(crowd.base, {**crowd.headers, **brought}), "ben", PASSWORD, "203.0.113.9")
    session = _cookie(answer)
    yield Claim("a session that was brought along is not taken", "another id", session not in ("", fixed))
    held = f"{crowd.headers['Cookie']}; {settings.SESSION_COOKIE_NAME}={session}"
    inside = Caller(crowd.base, {**crowd.headers, "Cookie": held})
    entered = inside.get("/boards/").status
    inside.ask("POST", "/sign-out/")
    yield equal("a session before and after signing out", (entered, inside.get("/boards/").status), (200, 302))
    flags = answer.headers.get("set-cookie", "").lower()
    kept = "httponly" in flags and "samesite=lax" in flags
    yield Claim("its cookie is HttpOnly and SameSite=Lax", flags[-60:], kept)


def _reset(house: House, crowd: Caller, vera: Person) -> Iterator[Claim]:
    """A link in a mail always leads to us, works once, and not for another host."""
    worker = house.worker()
    form = {"account": vera.username}
    crowd.ask("POST", "/password/reset/", form=form, X_Forwarded_Host=EVIL, X_Forwarded_For="192.0.2.77")
    poisoned = crowd.ask("POST", "/password/reset/", form=form, Host=EVIL)
    yield equal("a request for another host", poisoned.status, 400)
    text = _mail_with_a_link(house, vera.email)
    links = re.findall(r"https?://\S+", text.replace("=\n", ""))
    hosts = {urlsplit(link).hostname for link in links}
    yield equal("every link of its mail leads to", hosts, {urlsplit(settings.SITE_URL).hostname})
    path = urlsplit(next(link for link in links if "/password/reset/" in link)).path
    password = {"password": "quite-another-passphrase"}
    statuses = [crowd.ask("POST", path, form=password).status for _ in range(2)]
    yield equal("the link works once", statuses, [302, 404])
    worker.stop()
    vera.refresh_from_db()  # sessions that other proofs make for her are those of the new password


def _mail_with_a_link(house: House, address: str) -> str:
    """Among those that the worker sends meanwhile, to others and of other things."""
    end = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < end:
        for message in house.sink.to(address):
            if "/password/reset/" in message.as_string():
                return message.as_string()
        time.sleep(0.05)
    raise RuntimeError(f"no mail with a link in {MAIL_SECONDS} s")


def _cookie(answer: Answer) -> str:
    found = re.search(rf"{settings.SESSION_COOKIE_NAME}=([^;]+)", answer.headers.get("set-cookie", ""))
    return found[1] if found else ""
