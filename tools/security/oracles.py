"""Nothing can be asked by a parameter that was not meant to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.proof.claims import Claim, Scale, none_of
from tools.proof.client import Caller
from tools.proof.house import House
from tools.proof.people import API, browser, program
from tools.security.pair import Pair, pair
from tools.security.swaps import CSRF_TOKEN

# Each pair asks for the same in a way that would be true, and in one that would be false.
QUESTIONS = (
    ("author__password__startswith={}", "pbkdf2", "zzz"),
    ("author__email__contains={}", "@", "zzz"),
    ("board__team__memberships__person__email__contains={}", "@", "zzz"),
    ("board__team__invitations__digest__gte={}", "0", "zzz"),
    ("person__auth_epoch__gte={}", "0", "9999"),
    ("events__actor__is_superuser={}", "False", "True"),
    ("id__in={}", "1,2,3", "0"),
    ("pk={}", "1", "0"),
    ("fields={}", "id", "password"),
    ("expand={}", "author", "author.password"),
    ("group_by={}", "lane", "author__password"),
    ("axis={}", "x", "author__password"),
    ("ordering={}", "author__password", "-author__password"),
    ("order_by={}", "author__password", "-author__password"),
    ("format={}", "csv", "xml"),
    ("team__slug={}", "demo", "zzz"),
    ("_method={}", "GET", "DELETE"),
    ("q__regex={}", ".*", "zzz"),
)
LISTS = (
    "/me", "/tokens", "/teams", "/teams/{slug}", "/teams/{slug}/members", "/teams/{slug}/invitations", "/boards",
    "/boards/{key}", "/boards/{key}/lanes", "/boards/{key}/snapshot", "/boards/{key}/changes", "/cards", "/inbox",
    "/cards/{ref}", "/cards/{ref}/history", "/cards/{ref}/rounds", "/cards/{ref}/hypothesis", "/cards/{ref}/runs",
    "/cards/{ref}/criteria", "/cards/{ref}/log", "/timeboxes", "/timeboxes/{box_id}",
)  # fmt: skip
PAGES = (
    "/boards/",
    "/boards/{key}/",
    "/boards/{key}/backlog/",
    "/boards/{key}/archive/",
    "/inbox/",
    "/teams/{slug}/",
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+")
CURSORS = ("zzz", "MTIz", "eyJpZCI6MX0", "' OR 1=1 --", "9" * 400, "-1", "%00")


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    two = pair(house)
    api, page = program(house, two.ours.world.ada), browser(house, two.ours.world.ada)
    answered = list(_taken(api, two))
    number = len(LISTS) * len(QUESTIONS)
    yield none_of(f"{number} lists x parameters nobody offers: answered other than 400", answered, number)
    yield none_of("pages that answer a true question otherwise than a false one", list(_differ(page, two)))
    yield none_of("invented cursors that are taken", list(_cursors(api)))
    yield none_of("orders that nobody offers", list(_orders(api, two)))


def _taken(api: Caller, two: Pair) -> Iterator[str]:
    for path in LISTS:
        for question, true, false in QUESTIONS:
            asked = f"{API}{path.format(**two.ours.names)}?"
            statuses = {api.get(asked + question.format(value)).status for value in (true, false)}
            if statuses != {400}:
                yield f"{path}?{question}: {statuses}"


def _differ(page: Caller, two: Pair) -> Iterator[str]:
    for path in PAGES:
        for question, true, false in QUESTIONS:
            asked = [f"{path.format(**two.ours.names)}?{question.format(value)}" for value in (true, false)]
            if _tells(page, asked) and _tells(page, asked):  # a minute that ends between two answers ends once
                yield f"{path}?{question}"


def _tells(page: Caller, asked: list[str]) -> bool:
    shown = [page.get(address) for address in asked]
    texts = {
        _steady(each.text.replace(address.split("?")[1], "·")) for each, address in zip(shown, asked, strict=True)
    }
    return len(texts) > 1 or any(each.status >= 500 for each in shown)


def _steady(text: str) -> str:
    """Without what differs from one moment to the next."""
    return MOMENT.sub("·", CSRF_TOKEN.sub("·", text))


def _cursors(api: Caller) -> Iterator[str]:
    for path in ("/boards", "/cards", "/timeboxes", "/inbox", "/teams"):
        for cursor in CURSORS:
            answer = api.get(f"{API}{path}?cursor={cursor.replace(' ', '%20')}")
            if answer.status != 400:
                yield f"{path}?cursor={cursor[:20]}: {answer.status}"


def _orders(api: Caller, two: Pair) -> Iterator[str]:
    """Where an order is offered, only those that are."""
    for path in ("/cards", f"/cards/{two.ours.names['ref']}/log"):
        for order in ("author__password", "-author__password", "board__team__id", "?", "id;drop", "rank,author"):
            answer = api.get(f"{API}{path}?ordering={order}")
            if answer.status != 400:
                yield f"{path}?ordering={order}: {answer.status}"
