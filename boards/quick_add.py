"""Quick add: what somebody types or pastes, read into cards.

A line is a title with marks in it: `@person #label !priority ^3d`. What names nothing of this board stays text.
Several lines are several cards; a sentence that opens as a hypothesis ("We believe …") takes the lines after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.durations import DurationError, duration_in_words, parse_duration
from accounts.errors import Invalid
from accounts.models import Person
from accounts.working_time import WorkingCalendar
from boards.models import Board, Card

MOST_CARDS = 100
LONGEST = 20_000
DUE_HOUR = time(18)
_MARK = re.compile(r"""(?<!\S)([@#!^])(?:"([^"\n]{1,60})"|([^\s"]+))""")
_BULLET = re.compile(r"^\s*(?:[-*•\u2013]|\d{1,3}[.)])\s+(?:\[[ xX]?\]\s+)?")
_OPENS = re.compile(
    r"^\W*(?:(?:our|the|my)\s+)?(?:hypothesis\s*(?::|is\b)|(?:we|i)\s+(?:believe|think|expect|assume|predict|suspect"
    r"|hypothesi[sz]e)\b)",
    re.IGNORECASE,
)
_ENDING = ",;:"


@dataclass(frozen=True)
class Names:
    """What the marks of a board may name, and the working time its budgets are counted in."""

    people: dict[str, str]
    labels: dict[str, str]
    hours: WorkingCalendar
    zone: ZoneInfo
    at: datetime

    @classmethod
    def of(cls, board: Board, person: Person, at: datetime) -> Names:
        team = Person.objects.filter(memberships__team_id=board.team_id, is_active=True)
        names = {username: username for username in team.values_list("username", flat=True)}
        labels = {_folded(name): name for name in board.labels.values_list("name", flat=True)}
        me = {"me": person.username} if person.username in names else {}
        return cls(me | names, labels, board.calendar().hours(), ZoneInfo(person.time_zone), at)


@dataclass
class Wanted:
    """One card as it was read; `sentence` is a hypothesis to take apart, `unknown` the marks that stayed text."""

    title: str = ""
    kind: str = Card.Kind.HYPOTHESIS
    assignees: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    priority: str = Card.Priority.NORMAL
    budget_minutes: int | None = None
    due_at: datetime | None = None
    sentence: str = ""
    unknown: list[str] = field(default_factory=list)


def read(text: str, names: Names, kind: str, *, plain: bool = False) -> list[Wanted]:
    """The cards of a text in their order; `plain` makes one card of it, whatever it looks like."""
    clean = text.replace("\x00", "").replace("\r\n", "\n")
    if len(clean) > LONGEST:
        said = _("Paste at most %(most)s characters at once.") % {
            "most": number_format(LONGEST, force_grouping=True)
        }
        raise Invalid.field("title", said)
    items = [" ".join(clean.split())] if plain else split(clean)
    if len(items) > MOST_CARDS:
        said = _("That would be %(n)s cards; paste at most %(most)s at once.") % {
            "n": len(items),
            "most": MOST_CARDS,
        }
        raise Invalid.field("title", said)
    return [_read(item, names, kind, plain=plain) for item in items if item.strip()]


def split(text: str) -> list[str]:
    """An item for each line; lines after one that opens a hypothesis belong to it, up to the next such line."""
    lines = [_BULLET.sub("", line).strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    if not lines or not opens(lines[0]):
        return lines
    items: list[list[str]] = []
    for line in lines:
        if opens(line):
            items.append([])
        items[-1].append(line)
    return ["\n".join(item) for item in items]


def opens(line: str) -> bool:
    """Whether a line begins as a hypothesis does."""
    return _OPENS.match(line) is not None


def _read(item: str, names: Names, kind: str, *, plain: bool) -> Wanted:
    sentence = not plain and opens(item)
    wanted = Wanted(kind=Card.Kind.HYPOTHESIS if sentence else kind)
    rest = _MARK.sub(lambda mark: _take(mark, wanted, names), item)
    lines = [" ".join(line.split()) for line in rest.split("\n")]
    wanted.title = " ".join(filter(None, lines))
    wanted.sentence = "\n".join(lines) if sentence else ""
    return wanted


def _take(mark: re.Match[str], wanted: Wanted, names: Names) -> str:
    """What stays of a mark in the text: nothing when it named something, otherwise all of it."""
    sign, word = mark[1], (mark[2] or mark[3]).rstrip(_ENDING)
    if TAKERS[sign](word, wanted, names):
        return ""
    if re.search(r"\w", word):
        wanted.unknown.append(f"{sign}{word}")
    return mark[0]


def _person(word: str, wanted: Wanted, names: Names) -> bool:
    found = names.people.get(word.lower())
    if found and found not in wanted.assignees:
        wanted.assignees.append(found)
    return bool(found)


def _label(word: str, wanted: Wanted, names: Names) -> bool:
    found = names.labels.get(_folded(word))
    if found and found not in wanted.labels:
        wanted.labels.append(found)
    return bool(found)


def _priority(word: str, wanted: Wanted, names: Names) -> bool:
    found = word.lower() in Card.Priority.values
    if found:
        wanted.priority = word.lower()
    return found


def _time(word: str, wanted: Wanted, names: Names) -> bool:
    """A day is a due date; a duration is the budget of research, and of a task when it is due from now on."""
    day = _day(word)
    if day is not None:
        wanted.due_at = datetime.combine(day, DUE_HOUR, names.zone)
        return True
    try:
        hours = names.hours
        minutes = parse_duration(word, minutes_per_day=hours.minutes_per_day, days_per_week=hours.days_per_week)
    except DurationError:
        return False
    if wanted.kind == Card.Kind.TASK:
        wanted.due_at = names.hours.due(names.at, minutes)
    else:
        wanted.budget_minutes = minutes
    return True


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word) else None
    except ValueError:
        return None


def _folded(name: str) -> str:
    """Labels of several words may be typed with dashes: #call-drops is "call drops"."""
    return re.sub(r"[\s_-]+", "-", name.strip().lower())


TAKERS = {"@": _person, "#": _label, "!": _priority, "^": _time}


def as_dict(wanted: Wanted, names: Names) -> dict[str, Any]:
    """What the page shows before it is added."""
    budget = wanted.budget_minutes
    due = wanted.due_at
    return {
        "title": wanted.title,
        "kind": wanted.kind,
        "assignees": wanted.assignees,
        "labels": wanted.labels,
        "priority": wanted.priority if wanted.priority != Card.Priority.NORMAL else "",
        "budget": duration_in_words(budget, minutes_per_day=names.hours.minutes_per_day) if budget else "",
        "due": date_format(due.astimezone(names.zone), _("D j M")) if due else "",
        "unknown": wanted.unknown,
    }
