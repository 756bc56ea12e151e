"""Asking trackers while somebody waits: a pasted address, a look for new runs, the fresh reading at the gate."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.errors import Invalid
from accounts.retold import retold
from boards.models import Card
from hypotheses.models import Round
from hypotheses.tracking import Attach, Source
from integrations import actions
from integrations.models import TrackedRun, TrackerConnection
from integrations.trackers.adapter import Checked, NoSuchRun, Point, Seen, Tracker, TrackerError, Wanted
from integrations.trackers.kinds import tracker_of
from integrations.trackers.sync import MOST_PAGES, read_again

SECONDS = 10.0
READ_LATELY = timedelta(seconds=20)
MOST_READ, MOST_SWEEPS = 20, 10
OPEN = (Round.State.TESTING, Round.State.IN_REVIEW, Round.State.GATED)


class RunNotRead(Invalid):
    """The address names a run of a tracker, and the tracker did not give it."""

    status = 422
    code = "run_not_read"
    title = noop("The tracker did not give the run")


def find(card: Card, text: str, at: datetime) -> Attach | None:
    """The run that a pasted address or id names, as its tracker tells it now."""
    refused: TrackerError | None = None
    for connection in connections(card):
        try:
            tracker = tracker_of(connection)
            run_id = tracker.parse_url(text)
            seen = tracker.get_run(run_id) if run_id else None
        except TrackerError as error:
            refused = error
            if not isinstance(error, NoSuchRun):
                actions.note_failure(connection=connection, error=error, at=at)
            continue
        if seen is not None:
            actions.note_success(connection=connection, at=at)
            return attach(connection, seen)
    if refused is not None:
        raise RunNotRead(_in_words(refused))
    return None


def _in_words(error: TrackerError) -> str:
    return f"{retold(error.sentence)} {retold(error.hint)}".strip()


def attach(connection: TrackerConnection, seen: Seen) -> Attach:
    if seen.is_deleted:
        raise RunNotRead(_("This run was deleted in the tracker."))
    return partial(actions.attach_tracked, connection=connection, seen=seen)


def read_afresh(card: Card, at: datetime) -> list[str]:
    """Read the runs of the open round again; a sentence for each tracker whose answer is missing."""
    rows = TrackedRun.objects.filter(run__card=card, run__round__state__in=OPEN)
    tracked = list(
        rows.select_related("connection", "run__card", "run__round").order_by("-run__designated", "-pk")
    )
    by_connection: dict[int, list[TrackedRun]] = {}
    for each in tracked[:MOST_READ]:
        by_connection.setdefault(each.connection_id, []).append(each)
    ends = time.monotonic() + SECONDS
    return [sentence for rows_of in by_connection.values() if (sentence := _read_afresh(rows_of, at, ends))]


def _read_afresh(tracked: list[TrackedRun], at: datetime, ends: float) -> str:
    connection = tracked[0].connection
    if connection.rests(at):
        return _unread(connection, tracked, at)
    try:
        tracker = tracker_of(connection)
        actions.thaw_tracked(connection=connection)
        for each in [each for each in tracked if _is_due(each, at)]:
            if time.monotonic() > ends:
                said = _("%(tracker)s is slow: not every run could be read again.")
                return said % {"tracker": connection.name}
            read_again(connection, tracker, each, at, at_gate=True)
    except TrackerError as error:
        actions.note_failure(connection=connection, error=error, at=at)
        return _unread(connection, tracked, at)
    if connection.is_failing:
        actions.note_success(connection=connection, at=at)
    return ""


def _is_due(tracked: TrackedRun, at: datetime) -> bool:
    unfrozen = tracked.run.round.state == Round.State.GATED and tracked.frozen_at is None
    return unfrozen or tracked.read_at <= at - READ_LATELY


def _unread(connection: TrackerConnection, tracked: list[TrackedRun], at: datetime) -> str:
    since = timesince(connection.failing_since or at, at).replace("\xa0", " ")
    ago = timesince(min(each.read_at for each in tracked), at).replace("\xa0", " ")
    said = _("%(tracker)s has not been reachable for %(since)s. Its runs are shown as they were read %(ago)s ago.")
    return said % {"tracker": connection.name, "since": since, "ago": ago}


def look_for(card: Card, at: datetime) -> tuple[int, int]:
    """Search every tracker of the team for the card's runs; returns how many there are, and how many are new."""
    found: dict[str, bool] = {}
    for connection in connections(card):
        try:
            found |= _look_in(connection, card, at)
            actions.note_success(connection=connection, at=at)
        except TrackerError as error:
            actions.note_failure(connection=connection, error=error, at=at)
            raise RunNotRead(f"{connection.name}: {_in_words(error)}") from None
    return len(found), sum(found.values())


def _look_in(connection: TrackerConnection, card: Card, at: datetime) -> dict[str, bool]:
    """By the exact tag, then the children of what was found, then what is on the card without a tag."""
    tracker, ends = tracker_of(connection), time.monotonic() + SECONDS
    actions.thaw_tracked(connection=connection)
    runs = _search(tracker, card, ends)
    found = _take(connection, card, runs, at)
    places = list(dict.fromkeys(each.place for each in runs))
    for each in runs[:MOST_SWEEPS]:
        if time.monotonic() < ends:
            page = tracker.children(each.run_id, places)
            found |= _take(connection, card, page.runs, at, parent=each.run_id)
    rest = TrackedRun.objects.filter(connection=connection, run__card=card, read_at__lt=at)
    for tracked in rest.select_related("run__card", "run__round").order_by("read_at")[:MOST_READ]:
        if time.monotonic() < ends:
            read_again(connection, tracker, tracked, at)
            found.setdefault(tracked.external_id, False)
    return found


def _search(tracker: Tracker, card: Card, ends: float) -> list[Seen]:
    runs: list[Seen] = []
    every = tracker.places()
    for start in range(0, len(every), tracker.chunk):
        wanted, token = Wanted(every[start : start + tracker.chunk], refs=(card.ref,)), ""
        for _page in range(MOST_PAGES):
            if time.monotonic() > ends:
                return runs
            page = tracker.search(wanted, token)
            runs += [each for each in page.runs if card.ref in each.refs]
            token = page.token
            if not token:
                break
    return runs


def _take(
    connection: TrackerConnection, card: Card, runs: list[Seen], at: datetime, parent: str = ""
) -> dict[str, bool]:
    made = actions.receive_tracked(connection=connection, card=card, seen=runs, at=at, parent=parent)
    return {run_id: new for run_id, (_, new) in made.items()}


def history_of(tracked: TrackedRun, metric: str, at: datetime) -> list[Point]:
    """Every value of a metric of the run, by step."""
    try:
        return tracker_of(tracked.connection).history(tracked.external_id, metric)
    except TrackerError as error:
        raise RunNotRead(f"{tracked.connection.name}: {_in_words(error)}") from None


def check(connection: TrackerConnection, at: datetime) -> Checked | TrackerError:
    """What the test button says: who answers, or what is in the way and what helps."""
    try:
        found = tracker_of(connection).check()
    except TrackerError as error:
        actions.note_failure(connection=connection, error=error, at=at)
        return error
    actions.note_success(connection=connection, at=at, said=found.sentence)
    return found


def connections(card: Card) -> list[TrackerConnection]:
    return list(TrackerConnection.objects.filter(team_id=card.board.team_id).order_by("name"))


def names(card: Card) -> list[str]:
    return [connection.name for connection in connections(card)]


SOURCE = Source(find=find, read_afresh=read_afresh, names=names, labels=dict(TrackerConnection.Kind.choices))
