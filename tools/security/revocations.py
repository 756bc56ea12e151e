"""Somebody loses a right while others write: from that moment on they see nothing by any way they had."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils import timezone

from accounts import actions as people
from accounts.access import Role
from accounts.actions.people import deactivate_person
from accounts.models import ApiToken, Membership, Person
from boards import actions
from boards.models import Board, Event, MailDelivery
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from boards.readers.mail import send_due
from hypotheses.actions import add_log_entry
from tests.live.listening import Listener
from tests.world import World
from tools.faults.reconnects import writer
from tools.proof.boards import filled
from tools.proof.claims import Claim, Scale, at_most, none_of
from tools.proof.client import Caller
from tools.proof.crowd import Meanwhile
from tools.proof.house import House
from tools.proof.people import API, browser, program, watch
from tools.security.doors import meaning

CLOSED_WITHIN = 2.0
SETTLE_SECONDS = 0.7
_numbers = count()
PASSWORD = "another-long-passphrase"  # noqa: S105 (of a person of the proof)


@dataclass
class Leaver:
    """Somebody in the team with a page and a program open, and a mail on its way."""

    house: House
    board: Board
    person: Person
    page: Caller
    token: Caller
    streams: list[Listener]
    mail: str

    @property
    def world(self) -> World:
        return self.house.world


def removed(it: Leaver) -> None:
    membership = Membership.objects.get(person=it.person, team=it.world.team)
    people.remove_member(actor=it.world.ada, membership=membership, at=timezone.now())


def demoted(it: Leaver) -> None:
    membership = Membership.objects.get(person=it.person, team=it.world.team)
    people.change_role(actor=it.world.ada, membership=membership, role=Role.VIEWER, at=timezone.now())


def token_revoked(it: Leaver) -> None:
    people.revoke_token(person=it.person, token_id=ApiToken.objects.get(person=it.person).pk, at=timezone.now())


def new_password(it: Leaver) -> None:
    people.set_password(person=it.person, password=PASSWORD, at=timezone.now(), validate=False)


def deactivated(it: Leaver) -> None:
    deactivate_person(person=it.person, at=timezone.now())


def board_deleted(it: Leaver) -> None:
    actions.delete_board(cause=it.world.by("ada", at=timezone.now()), board=it.board)


# What must end at once, then what a page, a program and the mail meet: as `meaning` says it.
Act = Callable[[Leaver], None]
ACTS: dict[Act, tuple[tuple[int, ...], str, str, bool]] = {
    removed: ((0, 1), "hidden", "hidden", False),
    demoted: ((0, 1), "in", "in", True),
    token_revoked: ((1,), "in", "sign in", True),
    new_password: ((0, 1), "sign in", "in", True),
    deactivated: ((0, 1), "sign in", "sign in", False),
    board_deleted: ((0, 1), "hidden", "hidden", False),
}


def prove(house: House, scale: Scale) -> Iterator[Claim]:
    trials = scale.of(20, 1)
    for act, (ending, page, program_, mailed) in ACTS.items():
        name, slowest, wrong = act.__name__.replace("_", " "), 0.0, list[Any]()
        for _ in range(trials):
            leaver = _leaver(house, f"M6X{next(_numbers)}")
            seconds, told = _revoked(leaver, act, ending)
            slowest = max(slowest, seconds)
            wrong += [*told, *_next_time(leaver, act, page, program_), *_mailed(leaver, mailed)]
            for stream in leaver.streams:
                stream.close()
        yield at_most(f"{name}, {trials} x: slowest stream to end", slowest, CLOSED_WITHIN)
        yield none_of(f"{name}, {trials} x: events, answers or mails afterwards", wrong)


def _leaver(house: House, key: str) -> Leaver:
    world = house.world
    person = Person.objects.create(username=key.lower(), name=key, email=f"{key.lower()}@example.org")
    people.add_member(actor=world.ada, team=world.team, person=person, role=Role.MEMBER, at=world.at)
    board = filled(world, key, 3)
    add_log_entry(cause=world.by(), card=board.cards.all()[0], body=f"@{person.username} look")
    follow(INBOX, board.pk)
    mail = MailDelivery.objects.get(notification__person=person).message_id
    page, token = browser(house, person), program(house, person)
    streams = [watch(house, page, key, page=True), watch(house, token, key)]
    return Leaver(house, board, person, page, token, streams, mail)


def _revoked(it: Leaver, act: Act, ending: tuple[int, ...]) -> tuple[float, list[str]]:
    """How long the streams live on, and what they tell of the time afterwards."""
    with Meanwhile(writer(it.house, it.board), pause=0.05) as writing:
        time.sleep(SETTLE_SECONDS)
        if act is board_deleted:
            writing.ended.set()
            writing.thread.join()
        before = Event.objects.filter(board=it.board).latest("seq").seq
        act(it)
        lost = time.monotonic()
        for number in ending:
            it.streams[number].wait_for(lambda each: each.closed_at, 4 * CLOSED_WITHIN)
        time.sleep(SETTLE_SECONDS)
    revocation = _seq_of(it, before)
    late = [seq for number in ending for seq in it.streams[number].seqs if revocation and seq >= revocation]
    seconds = max((it.streams[number].closed_at or 0.0) - lost for number in ending)
    return seconds, [f"event {seq} after {revocation}" for seq in late]


def _seq_of(it: Leaver, before: int) -> int:
    """The event of the removal itself, where there is one."""
    kinds = ("member.removed", "member.role_changed")
    found = Event.objects.after(it.board.pk, before).filter(kind__in=kinds).first()
    return found.seq if found else 0


def _next_time(it: Leaver, act: Act, page: str, program_: str) -> Iterator[str]:
    """The next request by either way, and a stream that wants to go on where it was."""
    got = meaning(it.page.get(f"/boards/{it.board.key}/")), meaning(it.token.get(f"{API}/boards/{it.board.key}"))
    if got != (page, program_):
        yield f"{act.__name__}: page and program are {got}"
    if act is demoted and it.token.post(f"{API}/cards", {"board": it.board.key, "title": "No"}).status != 403:
        yield "somebody who may only look has written"
    it.token.headers["Last-Event-ID"] = "1"
    again = watch(it.house, it.token, it.board.key)
    again.close()
    if (again.status == 200) != (program_ == "in"):
        yield f"{act.__name__}: coming back to the stream is answered {again.status}"


def _mailed(it: Leaver, expected: bool) -> list[str]:
    send_due(timezone.now())
    arrived = it.mail in it.house.sink.ids
    return [] if arrived == expected else [f"the mail {'has' if arrived else 'has not'} arrived"]
