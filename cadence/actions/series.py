"""Meetings that recur: scheduled by a rule, changed, skipped on a day, taken off the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.calendar_spec import CalendarError, read_zone
from accounts.errors import Invalid, NotFound
from boards.actions.lock import lock_board, lock_boards_for_clock
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.events import MeetingReminded, MeetingRescheduled, MeetingScheduled, MeetingUnscheduled
from cadence.models import MeetingKind, MeetingReminder, MeetingSeries
from cadence.rule import Rule, occurrences, takes_place

FIELDS = ("rule", "time", "minutes", "zone", "starts_on")
LONGEST = 8 * 60
MOST, MOST_SKIPPED = 20, 60


def schedule_meeting(
    *,
    cause: Cause,
    board: Board,
    kind: str,
    rule: Rule,
    time: time,
    minutes: int = 60,
    zone: str = "",
    starts_on: date | None = None,
) -> MeetingSeries:
    """It recurs from `starts_on` on (today), in the zone of the board's calendar unless another is given."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.STEER)
        if board.meeting_series.count() >= MOST:
            raise Invalid.field("kind", _("A board has at most %(most)s recurring meetings.") % {"most": MOST})
        zone = _zone(zone or board.calendar().spec["tz"])
        day = starts_on or cause.at.astimezone(ZoneInfo(zone)).date()
        series = MeetingSeries.objects.create(
            board=board,
            kind=kind_of(kind),
            rule=rule.text,
            starts_on=_first(rule, day),
            time=_time(time),
            minutes=_minutes(minutes),
            zone=zone,
            author=cause.actor,
            created_at=cause.at,
            changed_at=cause.at,
        )
        said = {name: _plain(getattr(series, name)) for name in FIELDS}
        record(board, MeetingScheduled(**of(series), **said), cause)
    return series


def reschedule_meeting(*, cause: Cause, series: MeetingSeries, changes: dict[str, Any]) -> MeetingSeries:
    """Another rule, time, length, zone or first day; unchanged values record nothing."""
    with transaction.atomic():
        board, series = lock_series(series, cause)
        rule = changes.get("rule") or Rule.read(series.rule)
        new = {name: _value(name, value) for name, value in changes.items()}
        if "rule" in new or "starts_on" in new:
            new["starts_on"] = _first(rule, new.get("starts_on") or series.starts_on)
        _store(board, series, new, cause)
    return series


def skip_meeting(*, cause: Cause, series: MeetingSeries, day: date, skip: bool = True) -> MeetingSeries:
    """It does not take place on that day, or does again."""
    with transaction.atomic():
        board, series = lock_series(series, cause)
        if not takes_place(series, day):
            raise Invalid.field("day", _("The meeting does not take place on that day."))
        days = {each for each in series.skipped if each != day.isoformat()} | (
            {day.isoformat()} if skip else set()
        )
        if len(days) > MOST_SKIPPED:
            said = _("Skip at most %(most)s days; better change the rule.")
            raise Invalid.field("day", said % {"most": MOST_SKIPPED})
        _store(board, series, {"skipped": sorted(days)}, cause)
    return series


def unschedule_meeting(*, cause: Cause, series: MeetingSeries) -> None:
    """It recurs no more; the meetings that were held stay."""
    with transaction.atomic():
        board, series = lock_series(series, cause)
        record(board, MeetingUnscheduled(**of(series)), cause)
        series.delete()


def remind_of_meeting(*, cause: Cause, series: MeetingSeries, occurs_at: datetime, lead_minutes: int) -> bool:
    """Tell of an occurrence once for this lead; the unique row decides, whoever else is telling."""
    with transaction.atomic():
        board = lock_boards_for_clock([series.board_id]).get(series.board_id)
        fresh = MeetingSeries.objects.filter(pk=series.pk).first()
        if board is None or fresh is None or occurs_at not in occurrences(fresh, cause.at):
            return False
        key = {"series": fresh, "occurs_at": occurs_at, "lead_minutes": lead_minutes}
        if not MeetingReminder.objects.get_or_create(**key, defaults={"told_at": cause.at})[1]:
            return False
        fact = MeetingReminded(
            **of(fresh),
            occurs_at=occurs_at.isoformat().replace("+00:00", "Z"),
            local=f"{occurs_at.astimezone(ZoneInfo(fresh.zone)):%a %-d %b, %H:%M} {fresh.zone}",
            lead_minutes=lead_minutes,
        )
        record(board, fact, cause)
    return True


def of(series: MeetingSeries) -> dict[str, Any]:
    return {"series": series.pk, "meeting_kind": series.kind}


def lock_series(series: MeetingSeries, cause: Cause) -> tuple[Board, MeetingSeries]:
    board = lock_board(series.board_id, cause.actor, Verb.STEER)
    fresh = MeetingSeries.objects.filter(pk=series.pk).first()
    if fresh is None:
        raise NotFound(_("That meeting is off the calendar."))
    return board, fresh


def kind_of(kind: str) -> str:
    if kind not in MeetingKind.values:
        said = _("A meeting is one of %(kinds)s.") % {"kinds": ", ".join(MeetingKind.values)}
        raise Invalid.field("kind", said, "invalid_choice")
    return kind


def _store(board: Board, series: MeetingSeries, new: dict[str, Any], cause: Cause) -> None:
    new = {name: value for name, value in new.items() if getattr(series, name) != value}
    if not new:
        return
    old = {name: _plain(getattr(series, name)) for name in new}
    for name, value in new.items():
        setattr(series, name, value)
    series.version += 1
    series.changed_at = cause.at
    series.save(update_fields=[*new, "version", "changed_at"])
    said = {name: _plain(value) for name, value in new.items()}
    record(board, MeetingRescheduled(**of(series), changes=said, previous=old), cause)


def _value(name: str, value: Any) -> Any:
    checks: dict[str, Callable[[Any], Any]] = {
        "rule": attrgetter("text"),
        "time": _time,
        "minutes": _minutes,
        "zone": _zone,
        "starts_on": lambda day: day,
    }
    if name not in checks:
        said = _("A recurring meeting has no field %(name)s.") % {"name": name}
        raise Invalid.field(name, said, "unknown_field")
    return checks[name](value)


def _first(rule: Rule, day: date) -> date:
    if not clean.FIRST <= day <= clean.LAST:
        raise Invalid.field("starts_on", _("Use a nearer date."))
    return rule.first_day(day)


def _time(value: time) -> time:
    return value.replace(second=0, microsecond=0, tzinfo=None)


def _minutes(value: int) -> int:
    if not 5 <= value <= LONGEST:
        raise Invalid.field("minutes", _("A meeting takes 5 to %(most)s minutes.") % {"most": LONGEST})
    return value


def _zone(value: str) -> str:
    try:
        return read_zone(value).key
    except CalendarError as error:
        raise Invalid.field("zone", error.sentence) from None


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
