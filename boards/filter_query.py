"""A filter as conditions of a query: every term is one, and none of them repeats a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from boards.filter_language import ME, NONE, Term, moment, parse
from boards.filters import FILTERS
from boards.models import Card, Label

Condition = Callable[[str, Person, datetime], Q]


def filtered(cards: QuerySet[Card], text: str, person: Person, at: datetime) -> QuerySet[Card]:
    """The cards that meet every term of the filter."""
    for term in parse(text):
        wanted = Q()
        for value in term.values:
            wanted |= _condition(term, value, person, at)
        cards = cards.filter(~wanted if term.negated else wanted)
    return cards


def _condition(term: Term, value: str, person: Person, at: datetime) -> Q:
    if not term.key:
        return Q(title__icontains=value) | Q(ref__icontains=value)
    if term.op != ":":
        return _compared(term.key, term.op, value, at)
    if term.key in CONDITIONS:
        return CONDITIONS[term.key](value, person, at)
    narrowed = FILTERS[term.key].narrow(Card.objects.all(), value, at)
    return Q(pk__in=narrowed.values("pk"))


def _compared(key: str, op: str, value: str, at: datetime) -> Q:
    """`due` looks ahead; the others look back, where longer ago is more."""
    if key == "due":
        return Q(**{f"due_at__{'lte' if op == '<' else 'gt'}": moment(value, at, 1)})
    column = {"updated": "updated_at", "created": "created_at", "age": "entered_lane_at"}[key]
    is_date = "-" in value
    later = (op == "<") != is_date
    return Q(**{f"{column}__{'gt' if later else 'lt'}": moment(value, at, -1)})


def _assignee(value: str, person: Person, at: datetime) -> Q:
    through = Card.assignees.through.objects.filter(card=OuterRef("pk"))
    if value.lower() == NONE:
        return ~Q(Exists(through))
    return Q(Exists(through.filter(person__username=_username(value, person))))


def _username(value: str, person: Person) -> str:
    return person.username if value.lower() == ME else value.lower()


def _label(value: str, person: Person, at: datetime) -> Q:
    worn = Label.objects.filter(cards=OuterRef("pk"))
    if value.lower() == NONE:
        return ~Q(Exists(worn))
    return Q(Exists(worn.filter(_named("name", value))))


def _named(column: str, value: str) -> Q:
    """The name in any case; dashes may stand for its spaces."""
    return Q(**{f"{column}__iexact": value}) | Q(**{f"{column}__iexact": value.replace("-", " ")})


CONDITIONS: dict[str, Condition] = {
    "kind": lambda value, person, at: Q(kind=value.lower()),
    "assignee": _assignee,
    "author": lambda value, person, at: Q(author__username=_username(value, person)),
    "label": _label,
    "lane": lambda value, person, at: _named("lane__name", value),
    "priority": lambda value, person, at: Q(priority=value.lower()),
    "blocked": lambda value, person, at: Q(blocked_at__isnull=value.lower() == "no"),
    "due": lambda value, person, at: Q(due_at=None) if value.lower() == NONE else Q(due_at__lt=at),
}
