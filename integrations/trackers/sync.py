"""Following a tracker: every two minutes a little, with a cursor; nothing is missed and nothing comes twice.

There is no "changed since": runs are found by the card's tag among those that ended since the last pass (with an
overlap), those that still run, and once a day among all, because a tag can be put on an old run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.errors import Refusal
from boards.models import Card
from hypotheses.models import Round
from integrations import actions
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers.adapter import NoSuchRun, Seen, Tracker, TrackerError, Wanted
from integrations.trackers.kinds import tracker_of

log = logging.getLogger("prooflane.trackers")

PLACES_KEPT = timedelta(minutes=10)
OVERLAP = timedelta(minutes=10)
FULL_EVERY = timedelta(hours=24)
FOLLOWED_AFTER_VERDICT = timedelta(days=30)
# Of one tick. A page is an answer with runs in it; an empty answer costs the tracker little.
MOST_PAGES, MOST_CALLS, SECONDS = 4, 60, 25.0
MOST_AT_GATES, MOST_CHILDREN, MOST_RECHECKED = 20, 25, 25
MOST_REFS, MOST_STRAYS = 500, 10


def sync(connection: TrackerConnection, at: datetime) -> None:
    """One tick of one connection; whoever comes while another worker reads it goes away again."""
    if not actions.take_turn(connection=connection, at=at):
        return
    try:
        Tick(connection, tracker_of(connection), at).run()
        actions.note_success(connection=connection, at=at)
    except TrackerError as error:
        actions.note_failure(connection=connection, error=error, at=at)
        if error.state == "degraded" and connection.cursor:
            actions.note_cursor(connection=connection, cursor={})  # a page it no longer knows, say
    finally:
        actions.give_up_turn(connection=connection)


class Tick:
    """1. gates that wait for their reading  2. searches by tag  3. children of sweeps  4. what to read again."""

    def __init__(self, connection: TrackerConnection, tracker: Tracker, at: datetime) -> None:
        self.connection, self.tracker, self.at = connection, tracker, at
        self.pages, self.calls, self.ends = 0, 0, time.monotonic() + SECONDS
        self.cursor: dict[str, Any] = dict(connection.cursor)

    def run(self) -> None:
        actions.thaw_tracked(connection=self.connection)
        self._read(self._at_gates(), at_gate=True)
        if not self.cursor.get("searches"):
            self._begin()
        while self.cursor["searches"] and self._may_go_on():
            self._search()
        if not self.cursor["searches"]:
            self._end()
        for _ in range(MOST_CHILDREN):
            if self.cursor["children"] and self._may_go_on():
                self._look_for_children()
        self._read(self._to_recheck())

    def _may_go_on(self) -> bool:
        return self.pages < MOST_PAGES and self.calls < MOST_CALLS and time.monotonic() < self.ends

    # The pass ------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """What a pass has to ask: each board, in portions of experiments, in parts."""
        connection = self.connection
        if connection.places_at is None or connection.places_at <= self.at - PLACES_KEPT:
            actions.note_places(connection=connection, places=self.tracker.places(), at=self.at)
        full = connection.full_at is None or connection.full_at <= self.at - FULL_EVERY
        parts = ["all"] if full else ["running", "ended"]
        chunks = range(-(-len(connection.places) // self.tracker.chunk))
        self.cursor = {
            "began": self.at.isoformat(),
            "full": full,
            "searches": [[key, part, chunk, ""] for key in self._boards() for chunk in chunks for part in parts],
            "children": self.cursor.get("children", []),
            "strays": [],
        }
        self._keep()

    def _search(self) -> None:
        key, part, chunk, token = self.cursor["searches"][0]
        places = self.connection.places[chunk * self.tracker.chunk : (chunk + 1) * self.tracker.chunk]
        until = self.connection.synced_until
        wanted = Wanted(places, key, self._refs(key), part, until and until - OVERLAP)
        page = self.tracker.search(wanted, token)
        self.calls, self.pages = self.calls + 1, self.pages + bool(page.runs)
        self._deliver(page.runs)
        self.cursor["searches"][0][3] = page.token
        if not page.token:
            del self.cursor["searches"][0]
        self._keep()

    def _end(self) -> None:
        """Only a whole pass moves the window: what was not asked yet is asked the next time."""
        began = datetime.fromisoformat(self.cursor["began"])
        more: dict[str, Any] = {"synced_until": began}
        if self.cursor["full"]:
            more |= {"full_at": began, "strays": sorted(set(self.cursor["strays"]))[:MOST_STRAYS]}
        self._keep(**more)

    def _look_for_children(self) -> None:
        """They inherit no tag, and their parent often has no metric of its own."""
        run_id, ref, place, token = self.cursor["children"].pop(0)
        others = [each for each in self.connection.places if each != place]
        page = self.tracker.children(run_id, [place, *others][: self.tracker.chunk], token)
        self.calls, self.pages = self.calls + 1, self.pages + bool(page.runs)
        for card in self._cards([ref]).values():
            self._receive(card, page.runs, parent=run_id)
        if page.token:
            self.cursor["children"].insert(0, [run_id, ref, place, page.token])
        self._keep()

    def _keep(self, **more: Any) -> None:
        actions.note_cursor(connection=self.connection, cursor=self.cursor, **more)

    # The runs ------------------------------------------------------------------------------------------------

    def _deliver(self, runs: list[Seen]) -> None:
        """To the cards they name; a name that is no research card of the team is kept to be shown."""
        named: dict[str, list[Seen]] = {}
        for seen in runs:
            for ref in seen.refs:
                named.setdefault(ref, []).append(seen)
        cards = self._cards(named)
        self.cursor["strays"] = [*self.cursor["strays"], *(named.keys() - cards.keys())][: 10 * MOST_STRAYS]
        for ref, card in cards.items():
            self._ask_for_children(ref, named[ref], self._receive(card, named[ref]))

    def _receive(self, card: Card, runs: list[Seen], parent: str = "") -> set[str]:
        """The ids of those that are new. A card that went away meanwhile stops nothing."""
        try:
            made = actions.receive_tracked(
                connection=self.connection, card=card, seen=runs, at=self.at, parent=parent
            )
        except Refusal as refusal:
            log.warning("runs of %s were not taken: %s", card.ref, refusal.sentence)
            return set()
        return {run_id for run_id, (_, new) in made.items() if new}

    def _ask_for_children(self, ref: str, runs: list[Seen], new: set[str]) -> None:
        """Of new runs and of those that are not long over: a sweep adds children while it runs."""
        asked = {(row[0], row[1]) for row in self.cursor["children"]}
        lately = self.at - 2 * OVERLAP
        for seen in runs:
            fresh = seen.status == "running" or (seen.ended_at is not None and seen.ended_at >= lately)
            if (seen.run_id in new or fresh) and (seen.run_id, ref) not in asked:
                self.cursor["children"].append([seen.run_id, ref, seen.place, ""])

    def _read(self, tracked: Iterable[TrackedRun], *, at_gate: bool = False) -> None:
        for each in tracked:
            if time.monotonic() < self.ends:
                read_again(self.connection, self.tracker, each, self.at, at_gate=at_gate)

    # What is ours --------------------------------------------------------------------------------------------

    def _boards(self) -> list[str]:
        """Boards with research on them."""
        cards = _research(self.connection).values_list("board__key", flat=True)
        return sorted(cards.distinct())

    def _refs(self, key: str) -> tuple[str, ...]:
        cards = _research(self.connection).filter(board__key=key).order_by("-updated_at")
        return tuple(cards.values_list("ref", flat=True)[:MOST_REFS])

    def _cards(self, refs: Iterable[str]) -> dict[str, Card]:
        return {card.ref: card for card in _research(self.connection).filter(ref__in=list(refs))}

    def _at_gates(self) -> Iterable[TrackedRun]:
        waiting = _tracked(self.connection).filter(frozen_at=None, run__round__state=Round.State.GATED)
        return waiting.order_by("read_at")[:MOST_AT_GATES]

    def _to_recheck(self) -> Iterable[TrackedRun]:
        """What the daily pass did not come across: deleted, or never tagged; and untagged ones that still run."""
        known = _tracked(self.connection).order_by("read_at")
        runs = known.filter(is_tagged=False, run__status="running", read_at__lt=self.at)
        if self.connection.full_at:
            old = self.at - FOLLOWED_AFTER_VERDICT
            runs |= known.filter(read_at__lt=self.connection.full_at).exclude(run__round__concluded_at__lt=old)
        return runs[:MOST_RECHECKED]


def read_again(
    connection: TrackerConnection, tracker: Tracker, tracked: TrackedRun, at: datetime, *, at_gate: bool = False
) -> None:
    """One run as it is now."""
    try:
        seen = tracker.get_run(tracked.external_id)
        card = tracked.run.card
        actions.receive_tracked(connection=connection, card=card, seen=[seen], at=at, at_gate=at_gate)
    except NoSuchRun:
        actions.note_gone(connection=connection, tracked=tracked, at=at)
    except Refusal as refusal:
        log.warning("a run of %s was not taken: %s", tracked.run.card.ref, refusal.sentence)


def _research(connection: TrackerConnection) -> QuerySet[Card]:
    cards = Card.objects.filter(board__team_id=connection.team_id, board__deleted_at=None, trashed_at=None)
    return cards.exclude(kind=Card.Kind.TASK)


def _tracked(connection: TrackerConnection) -> QuerySet[TrackedRun]:
    rows = TrackedRun.objects.filter(connection=connection, run__card__trashed_at=None)
    return rows.filter(run__card__board__deleted_at=None).select_related("run__card", "run__round")
