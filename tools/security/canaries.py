"""A random canary stands in every text of a team; nobody outside finds it anywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from accounts import actions as people
from accounts.access import Role
from accounts.models import Membership, Person
from hypotheses.actions import add_log_entry
from tests.live.listening import listen
from tools.proof.claims import Claim, Scale, none_of
from tools.proof.client import Caller
from tools.proof.crowd import together
from tools.proof.house import House
from tools.proof.people import API, browser, program
from tools.security.doors import Door, doors
from tools.security.pair import Pair, pair

STREAM_SECONDS = 2.0
FEW = 0.05
SEARCHES = (
    "/boards/{ours}/?q={mark}",
    "/boards/{ours}/backlog/?q={mark}",
    "/boards/{ours}/archive/?q={mark}",
    "/boards/{ours}/archive/?in=trash&q={mark}",
    "/search/?q={mark}",
    "/search/?q={mark}&board={theirs}",
    "/learnings/?q={mark}",
    "/boards/{ours}/similar/?text={mark}+{mark}x&metric={mark}&dataset={mark}",
    API + "/learnings?q={mark}",
    API + "/similar?text={mark}&metric={mark}&dataset={mark}",
    API + "/search?q={mark}",
    API + "/search?q={mark}&board={theirs}",
    API + "/cards?q={mark}",
    API + "/cards",
    API + "/cards?board={theirs}",
    API + "/timeboxes",
    API + "/timeboxes?board={theirs}",
    API + "/boards?team={slug}",
    API + "/inbox?state=all",
    "/no/such/page/",
    API + "/no/such/thing",
)
LANGUAGES: tuple[dict[str, str], ...] = ({}, {"Accept": "application/json"}, {"HX_Request": "true"})


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    two = pair(house)
    _mention_them(two)
    table = [door for door in doors() if door.right not in ("open", "none")]
    step = max(1, round(FEW / scale.share))
    crawl = [
        partial(_crawl, caller, two, table[n % step :: step]) for n, caller in enumerate(_outsiders(house, two))
    ]
    found = [each for some in together(crawl) for each in some]
    caught = [sentence for sentence in found if sentence]
    yield none_of("answers to outsiders that hold a canary", caught, len(found))
    yield none_of("streams that tell an outsider anything", _streams(house, two))
    yield none_of("mails to our people that hold a canary", _mails(house, two), len(house.sink.messages))
    yield from _insiders_find(house, two)


def _mention_them(two: Pair) -> None:
    """We write their references and names into texts of ours: that must not make ours tell of theirs."""
    theirs = two.theirs.names
    body = f"{theirs['ref']} #{theirs['answered']} @{two.away.ben.username} /c/{theirs['ref']}/ {theirs['key']}"
    card = two.ours.board.cards.get(ref=two.ours.names["ref"])
    add_log_entry(cause=two.ours.world.by(at=timezone.now()), card=card, body=body)


def _outsiders(house: House, two: Pair) -> list[Caller]:
    """Nobody, all of our team, and somebody who was in theirs until now."""
    world, away = house.world, two.away
    rex = Person.objects.create(username="rex", name="Rex")
    people.add_member(actor=away.ada, team=away.team, person=rex, role=Role.ADMIN, at=world.at)
    gone = [browser(house, rex), program(house, rex)]
    people.remove_member(actor=away.ada, membership=Membership.objects.get(person=rex), at=timezone.now())
    ours = [browser(house, who) for who in (world.ada, world.ben, world.vera)]
    return [browser(house, None), *gone, *ours, program(house, world.ada)]


def _crawl(caller: Caller, two: Pair, table: list[Door]) -> list[str]:
    """Every door with their names, in every language a door speaks, and all that lists or searches."""
    names = {**two.theirs.names, "unique": 1, "new_key": "NEWKEY", "outsider": "ben", "invented": "x"}
    found = []
    for door in table:
        for headers in LANGUAGES if door.is_safe and not door.is_api else LANGUAGES[:1]:
            answer = door.ask(caller, names, **headers)
            told = two.mark.encode() in answer.body or two.mark in str(answer.headers)
            found.append(f"{door.name} {answer.status}" if told else "")
    for path in SEARCHES:
        asked = path.format(ours=two.ours.key, theirs=two.theirs.key, slug=names["slug"], mark=two.mark)
        answer = caller.get(asked)
        echo = answer.text.count(two.mark) if "{mark}" not in path else _beyond_the_echo(answer.text, two.mark)
        found.append(f"GET {path}" if echo else "")
    return found


def _beyond_the_echo(text: str, mark: str) -> int:
    """A search shows the words that were searched; every canary in a text of theirs has a number after it."""
    return sum(after[:1] == "n" for after in text.split(mark)[1:])


def _streams(house: House, two: Pair) -> list[str]:
    found = []
    for caller in (browser(house, None), browser(house, house.world.ada), program(house, house.world.ada)):
        for path in (f"/boards/{two.theirs.key}/events", f"{API}/boards/{two.theirs.key}/stream"):
            headers = {name.replace("-", "_"): value for name, value in caller.headers.items()}
            stream = listen(house.live, f"{path}?after=0", **headers)
            if stream.status == 200:
                time.sleep(STREAM_SECONDS)
            told = stream.messages or two.mark.encode() in stream.body
            stream.close()
            found += [f"{path} {stream.status}"] if told or stream.status not in (401, 404) else []
    return found


def _mails(house: House, two: Pair) -> list[str]:
    return [str(m["Subject"]) for m in house.sink.messages if "@" in str(m["To"]) and two.mark in m.as_string()]


def _insiders_find(house: House, two: Pair) -> Iterator[Claim]:
    """The same crawl by people of theirs finds nearly all of them: it is not blind."""
    names, seen = {**two.theirs.names, "invented": "x"}, set()
    for caller in (browser(house, two.away.ada), program(house, two.away.ada), browser(house, two.away.ben)):
        for door in doors():
            if door.is_safe and door.right not in ("open", "none") and not door.path.endswith("stream"):
                text = door.ask(caller, names).text
                seen |= {number for number in range(two.theirs.said) if f"{two.mark}n{number}x" in text}
    blind = sorted(set(range(two.theirs.said)) - seen)
    most = two.theirs.said // 10
    figure = f"{len(blind)} of {two.theirs.said}: {blind}"
    yield Claim("canaries that even insiders do not find", figure, len(blind) <= most)
