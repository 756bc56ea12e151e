"""A card, and a board card by card, as a lab notebook. Lines come one after the other, whatever the length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from boards.models import Board, Card, Event
from boards.sentences import sentence
from hypotheses.models import LogEntry
from hypotheses.research_log import ICONS
from integrations.notebook.markdown import heading, line, quoted, said, table, when
from integrations.notebook.material import Material, materials
from integrations.notebook.rounds import round_lines

Lines = Iterator[str]


def card_notebook(card: Card) -> Lines:
    """Everything of one card, its history included."""
    for material in materials(Card.objects.filter(pk=card.pk), history=True):
        yield from _card(material, 1)
        yield from heading(2, "History")
        for event in material.events:
            yield _fact(event)


def board_notebook(board: Board, at: datetime) -> Lines:
    """An index, then each card that is not in the trash, with its log; the newest cards last."""
    cards = Card.objects.filter(board=board, trashed_at=None).order_by("number")
    yield from heading(1, f"{board.name} ({board.key})")
    yield f"Written {when(at)} from {settings.SITE_URL}/boards/{board.key}/"
    yield ""
    yield from said("About", board.description)
    yield from heading(2, "Cards")
    yield from table(
        ("Card", "Title", "Lane", "Answer", "What was learned"), [_index(card) for card in _few(cards)]
    )
    for material in materials(cards):
        yield from _card(material, 2)


def _few(cards: object) -> Iterator[Card]:
    yield from cards.select_related("lane").iterator(chunk_size=500)  # type: ignore[attr-defined]


def _index(card: Card) -> tuple[str, ...]:
    verdict = card.face["verdict"] or {}
    return card.ref, card.title, card.lane.name, verdict.get("value", ""), verdict.get("learned", "")


def _card(material: Material, level: int) -> Lines:
    card = material.card
    yield from heading(level, f"{card.ref} {card.title}")
    yield from _facts_of(card)
    yield from said("Description", card.description)
    for round_ in material.rounds:
        yield from round_lines(round_, level + 1)
    if material.decisions:
        yield from heading(level + 1, "Decisions")
    for decision in material.decisions:
        yield f"- {when(decision.at)} {decision.get_outcome_display()} by {line(decision.by)}"
        yield ""
        yield from said("Why", decision.rationale)
        yield from said("What the extra time will buy", decision.expects)
    yield from _log(material, level + 1)


def _facts_of(card: Card) -> Lines:
    face = card.face
    facts = {
        "Board": f"{card.board.name}, {card.lane.name}",
        "Type": card.get_kind_display().lower(),
        "Labels": ", ".join(label["name"] for label in face["labels"]),
        "People": ", ".join(person["name"] for person in face["assignees"]),
        "Written": f"{when(card.created_at)} by {card.author.name}",
        "Closed": when(card.closed_at),
        "Archived": when(card.archived_at),
    }
    for name, value in facts.items():
        if value:
            yield f"- {name}: {line(value)}"
    yield f"- {settings.SITE_URL}/c/{card.ref}/"
    yield ""


def _log(material: Material, level: int) -> Lines:
    """What people wrote, with what happened between it; of a removed entry, author and time."""
    facts = [event for event in material.events if event.kind in ICONS and not _is_within(event)]
    both: list[LogEntry | Event] = sorted([*material.entries, *facts], key=_when)
    if both:
        yield from heading(level, "Research log")
    for each in both:
        if isinstance(each, Event):
            yield _fact(each)
            continue
        yield ""
        yield f"**{when(each.created_at)} {line(each.author.name)}** ({each.get_kind_display().lower()})"
        yield ""
        yield from _entry(each)
    yield ""


def _entry(entry: LogEntry) -> Lines:
    if entry.removed_at:
        yield f"Taken out {when(entry.removed_at)}"
        yield ""
        return
    yield from quoted(entry.body)
    for revision in entry.revisions.all():
        yield from said(f"What it said until {when(revision.at)}", revision.body)


def _is_within(event: Event) -> bool:
    return event.kind == "card.moved" and event.data["from"] == event.data["to"]


def _when(each: LogEntry | Event) -> tuple[datetime, bool, str]:
    return (each.at, False, "") if isinstance(each, Event) else (each.created_at, True, str(each.pk))


def _fact(event: Event) -> str:
    return f"- {when(event.at)} {line(sentence(event))}"
