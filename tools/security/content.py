"""What people write may be as hostile as it likes: no request takes long, none breaks, and nobody else waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from boards.markdown import render
from boards.models import Card
from tools.proof.boards import filled
from tools.proof.claims import Claim, Scale, at_most, none_of, p95
from tools.proof.client import JSON, Answer, Caller
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.people import API, browser, program

CAP = 20_000
SLOWEST, OTHERS = 1.0, 0.3
PATTERNS: dict[str, str] = {
    "[": "[", "![": "![", ">": ">", "<a ": "<a ", "[a](": "[a](", "*": "*", "**a": "**a", "_a_ ": "_a_ ",
    "`": "`", "``a": "``a", "~~": "~~", "<div>": "<div>", "- ": "- ", "1. ": "1. ", "| a ": "| a ", "# ": "# ",
    "&": "&amp;", "\\": "\\", "http": "http://a.b/c?d=", "@a": "@a ", "ref": "THEIRS-1 ", "html": "<img src=x on=",
    "nested": "> - ", "emphasis": "*a **a ", "link": "[a]: b\n[a]", "newline": "\n", "entity": "&#x41;", "x": "x",
}  # fmt: skip
DEEP = 10_000
BIG = 6 * 1024 * 1024


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    board = filled(house.world, "M12", 4)
    card, ben = board.cards.all()[0], program(house, house.world.ben)
    others = browser(house, house.world.vera)
    waits: list[Answer] = []
    usual = p95([others.get(f"/boards/{board.key}/").seconds for _ in range(10)])
    with Meanwhile(lambda: waits.append(others.get(f"/boards/{board.key}/")), pause=0.1):
        yield from _markdown(house, ben, card, PATTERNS)
        yield from _json(ben, card)
        yield from _numbers(ben, card)
    limit = max(OTHERS, 4 * usual)
    yield at_most("meanwhile the board of somebody else: p95", p95([each.seconds for each in waits]), limit)
    yield none_of("and 5xx there", [each.status for each in waits if each.status != 200], len(waits))


def _markdown(house: House, ben: Caller, card: Card, patterns: dict[str, str]) -> Iterator[Claim]:
    """Written, shown, and the time the renderer itself takes of this processor."""
    page, wrong, slowest, worst = browser(house, house.world.ben), list[str](), 0.0, ""
    render("warm up")
    for name, pattern in patterns.items():
        text = (pattern * CAP)[:CAP]
        written = ben.ask("PATCH", f"{API}/cards/{card.ref}", {"description": text})
        shown = page.get(f"/c/{card.ref}/")
        wrong += [f"{name}: {a.status}" for a in (written, shown) if a.status not in (200, 400)]
        began = time.process_time()
        render(text + " ")
        spent = time.process_time() - began
        slowest, worst = max((slowest, worst), (spent, name))
    yield none_of(f"{len(patterns)} pathological texts of {CAP:,} characters: neither shown nor refused", wrong)
    yield at_most(f"the slowest of them ({worst}) to render", slowest, SLOWEST, "s of processor")
    ben.ask("PATCH", f"{API}/cards/{card.ref}", {"description": ""})


def _json(ben: Caller, card: Card) -> Iterator[Claim]:
    """Bodies no reader should choke on."""
    bodies: dict[str, tuple[bytes, set[int]]] = {
        "10,000 lists deep": (b'{"title":' + b"[" * DEEP + b"]" * DEEP + b"}", {400}),
        "10,000 objects deep": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, {400}),
        "unclosed": (b"[" * 100_000, {400}),
        "1e400": (b'{"value": 1e400}', {400}),
        "a number of 100,000 digits": (b'{"value": ' + b"9" * 100_000 + b"}", {400}),
        "NaN": (b'{"value": NaN}', {400}),
        "not UTF-8": (b'{"title": "\xff\xfe"}', {400}),
        "half a surrogate": (b'{"title": "\\ud800"}', {400}),
        "NUL": (b'{"title": "a\\u0000b"}', {400}),
        "a key twice": (b'{"title": "a", "title": "b"}', {400}),
        "six megabytes": (b'{"title": "' + b"x" * BIG + b'"}', {413}),
        "100,000 keys": (b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}", {400}),
        "no JSON": (b"title=x", {400}),
        "nothing": (b"", {200, 400}),
    }
    path, headers, wrong, slow = f"{API}/cards/{card.ref}", {**ben.headers, "Content-Type": JSON}, [], []
    for name, (raw, due) in bodies.items():
        answer = ben.send("PATCH", path, raw, headers)
        wrong += [f"{name}: {answer.status}"] if answer.status not in due else []
        slow.append(answer.seconds)
    yield none_of(f"{len(bodies)} bodies: answered otherwise than refused", wrong)


def _numbers(ben: Caller, card: Card) -> Iterator[Claim]:
    """Times at the ends of the calendar, endless lists, pages without end, and words that look like patterns."""
    path, key = f"{API}/cards/{card.ref}", card.board.key
    asks: dict[str, Callable[[], Answer]] = {
        "year 1": lambda: ben.ask("PATCH", path, {"due_at": "0001-01-01T00:00:00+14:00"}),
        "year 9999": lambda: ben.ask("PATCH", path, {"due_at": "9999-12-31T23:59:59-14:00"}),
        "10,000 labels": lambda: ben.ask("PATCH", path, {"labels": [f"l{n}" for n in range(10_000)]}),
        "10,000 people": lambda: ben.ask("PATCH", path, {"assignees": ["ben"] * 10_000}),
        "a budget without end": lambda: ben.post(f"{API}/timeboxes", {"card": card.ref, "budget": "9" * 40 + "w"}),
        "a budget of a century": lambda: ben.post(f"{API}/timeboxes", {"card": card.ref, "budget": "5000w"}),
        "metrics in thousands": lambda: ben.post(f"{path}/runs", {"metrics": {f"m{n}": n for n in range(5_000)}}),
        "limit=1e9": lambda: ben.get(f"{API}/cards?board={key}&limit=1000000000"),
        "limit=-1": lambda: ben.get(f"{API}/cards?board={key}&limit=-1"),
        "after the end": lambda: ben.get(f"{API}/boards/{key}/changes?after={2**62}"),
        "beyond 64 bits": lambda: ben.get(f"{API}/boards/{key}/changes?after={2**70}"),
        "a greedy pattern": lambda: ben.get(f"{API}/cards?board={key}&q={'(a%2B)%2B' * 20}%24"),
        "a long question": lambda: ben.get(f"{API}/cards?board={key}&q={'a' * 3_500}"),
        "a batch of 10,000": lambda: ben.post(f"{API}/cards/batch", {"operations": [{"op": "x"}] * 10_000}),
    }
    answers = {name: ask() for name, ask in asks.items()}
    wrong = [f"{name}: {a.status} {a.text[:80]}" for name, a in answers.items() if not 200 <= a.status < 500]
    yield none_of(f"{len(asks)} numbers, times and lists without measure: 5xx", wrong)
    listed: Any = ben.get(f"{API}/cards?board={key}").json
    yield Claim("and the board is as readable as before", len(listed["results"]), len(listed["results"]) == 4)
