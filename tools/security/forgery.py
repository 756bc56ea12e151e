"""Nobody else's page can make a browser write, and no address of ours sends anybody elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urljoin

from django.conf import settings
from playwright.sync_api import sync_playwright

from boards.models import Card
from tests.conftest import CHROMIUM, CHROMIUM_SWITCHES
from tests.live.listening import cookie_of
from tests.world import PASSWORD
from tools.proof.claims import Claim, Scale, equal, none_of
from tools.proof.client import CSRF, Answer, Caller
from tools.proof.house import House
from tools.proof.people import API, browser
from tools.security.bodies import JSON, QUERIES, filled
from tools.security.cast import BY_SIGNATURE
from tools.security.doors import doors, meaning
from tools.security.fingerprint import changes, fingerprint
from tools.security.matrix import estate

OUTSIDE = (
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)",
    "///evil.example", "/%5cevil.example", "\x09//evil.example", "http:///evil.example", "data:text/html,x",
)  # fmt: skip
PAGE = """<form id=f method=post action="{base}/c/{ref}/title/" enctype="{kind}"><input name=title value=Forged>
<input name=csrfmiddlewaretoken value="{token}"></form><script>document.getElementById("f").submit()</script>"""
FORM = "multipart/form-data"
KINDS = ("application/x-www-form-urlencoded", FORM, "text/plain")
TAKE_FORMS = {"POST /api/v1/imports"}  # with the file in it
WAIT = 1_500


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    made = estate(house, "M10")
    before = fingerprint(house.world.team)
    yield from _without_token(house, made.names)
    yield from _other_kinds_of_body(house, made.names)
    reader = browser(house, house.world.ada)
    for door in doors():
        if door.is_safe and door.path.endswith("/") and door.right != "none":
            door.ask(reader, made.names)
    yield none_of("reading every page, and all of the above: rows that changed", _changed(house, before))
    yield from _redirects(house)
    yield from _from_another_origin(house, made.names)


def _changed(house: House, before: dict[str, str]) -> list[str]:
    """Looking at a card marks its notifications as read; that is what looking is for."""
    return [name for name in changes(before, fingerprint(house.world.team)) if name != "Notification"]


def _without_token(house: House, names: dict[str, Any]) -> Iterator[Claim]:
    writes = [door for door in doors() if not door.is_safe and door.right != "none" and not door.by_signature]
    signed = [door for door in doors() if not door.is_safe and door.by_signature]
    ada = browser(house, house.world.ada)
    session = ada.headers["Cookie"].split("; ")[-1]
    token = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    tries: dict[str, dict[str, str]] = {
        "no token at all": {"Cookie": session},
        "a cookie, but no token": {"Cookie": f"{token}; {session}"},
        "another token than the cookie's": {"Cookie": f"{token}; {session}", "X-CSRFToken": "d" * 32},
        "a token without its cookie": {"Cookie": session, "X-CSRFToken": CSRF},
        "another origin": {**ada.headers, "Origin": "https://evil.example"},
        "no origin to speak of": {**ada.headers, "Origin": "null"},
    }
    for what, headers in tries.items():
        caller = Caller(ada.base, headers, heard=house.heard)
        wrong = [door.name for door in writes if door.ask(caller, names).status != 403]
        yield none_of(f"{len(writes)} writes with a session and {what}: not refused", wrong, len(writes))
    opened = [door.name for door in signed if meaning(door.ask(ada, names)) not in BY_SIGNATURE.values()]
    yield none_of(f"{len(signed)} writes that only a signature opens: let a session in", opened, len(signed))


def _other_kinds_of_body(house: House, names: dict[str, Any]) -> Iterator[Claim]:
    """REST takes JSON only, whatever a form of another page can send with a cookie."""
    ada, wrong = browser(house, house.world.ada), []
    for door in doors():
        if door.is_api and isinstance(JSON.get(door.name), dict):
            raw = json.dumps(filled(JSON[door.name], names)).encode()
            for kind in KINDS:
                if kind == FORM and door.name in TAKE_FORMS:
                    continue
                headers = {**ada.headers, "Content-Type": kind}
                path = door.path_for(names) + str(filled(QUERIES.get(door.name, ""), names))
                status = ada.send(door.method, path, raw, headers).status
                wrong += [f"{door.name} as {kind}: {status}"] if status != 415 else []
    yield none_of("REST writes sent as forms or as text: taken", wrong)
    ref = names["ref"]
    tricks = [
        ada.ask("POST", f"{API}/cards/{ref}?_method=DELETE", {}).status,
        ada.ask("POST", f"{API}/cards/{ref}", {}, X_HTTP_Method_Override="DELETE").status,
        ada.ask("GET", f"{API}/cards/{ref}", X_HTTP_Method_Override="DELETE").status,
    ]
    yield equal("methods that hide in another one", tricks, [405, 405, 200])


def _redirects(house: House) -> Iterator[Claim]:
    """After signing in or choosing a language one stays with us, whatever the address asked for."""
    address = house.serve(TRUSTED_PROXIES="1")
    cookie = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={CSRF}", "X-CSRFToken": CSRF}
    wrong = []
    for number, target in enumerate(OUTSIDE):
        caller = Caller(lambda: address, {**cookie, "X-Forwarded-For": f"203.0.113.{number + 100}"})
        form = {"username": "petra", "password": PASSWORD, "next": target}
        answers = [caller.ask("POST", "/sign-in/", form=form)]
        form.pop("next")
        answers.append(caller.ask("POST", f"/sign-in/?next={quote(target)}", form=form))
        signed = browser(house, house.world.petra)
        answers.append(signed.get(f"/sign-in/?next={quote(target)}"))
        language = {"language": "en", "next": target}
        answers.append(signed.ask("POST", "/language/", form=language, Referer="https://evil.example/"))
        wrong += [f"{target}: {a.status} {a.headers.get('location')}" for a in answers if not _stays(a)]
    did = f"{4 * len(OUTSIDE)} sign-ins and choices of a language that ask to be sent elsewhere: sent"
    yield none_of(did, wrong)


def _stays(answer: Answer) -> bool:
    """As a browser reads the address, which takes a backslash for a slash."""
    there = urljoin(settings.SITE_URL, answer.headers.get("location", "").replace("\\", "/").strip())
    return answer.status == 302 and there.startswith(f"{settings.SITE_URL}/")


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin that sends a form to ours as soon as it is looked at."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: Any) -> None:
        """It is nobody's business."""


def _from_another_origin(house: House, names: dict[str, Any]) -> Iterator[Claim]:
    """In a real browser, from the same host at another port: the cookie goes along, and does not help."""
    title, base = Card.objects.get(ref=names["ref"]).title, house.web
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name, value = cookie_of(house.world.ada).split("=", 1)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_SWITCHES))
        context = chromium.new_context()
        context.add_cookies([{"name": name, "value": value, "url": base}])
        statuses = [
            _submitted(context, server, PAGE.format(base=base, kind=kind, **names, token=CSRF)) for kind in KINDS
        ]
        chromium.close()
    server.shutdown()
    yield equal("forms that another origin sends with our cookie", statuses, [403] * len(KINDS))
    yield equal("and the card is called", Card.objects.get(ref=names["ref"]).title, title)


def _submitted(context: Any, server: ThreadingHTTPServer, page: str) -> int:
    Elsewhere.page = page.encode()
    tab, seen = context.new_page(), list[int]()
    tab.on("response", lambda each: seen.append(each.status) if each.request.method == "POST" else None)
    tab.goto(f"http://127.0.0.1:{server.server_address[1]}/")
    tab.wait_for_timeout(WAIT)
    tab.close()
    return seen[0] if seen else 0
