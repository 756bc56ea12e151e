"""A card, and a board card by card, as a lab notebook. Lines come one after the other, whatever the length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from boards.models import Board, Card, Event
from boards.sentences import sentence
from hypotheses.models import LogEntry
from hypotheses.research_log import ICONS
from hypotheses.words import answer_word
from integrations.notebook.markdown import by, heading, line, quoted, said, table, when
from integrations.notebook.material import Material, materials
from integrations.notebook.rounds import round_lines
from integrations.notebook.words import CARDS, ENTRIES, OUTCOMES, in_one_language

Lines = Iterator[str]


@in_one_language
def card_notebook(card: Card) -> Lines:
    """Everything of one card, its history included."""
    for material in materials(Card.objects.filter(pk=card.pk), history=True):
        yield from _card(material, 1)
        yield from heading(2, _("History"))
        for event in material.events:
            yield _fact(event)


@in_one_language
def board_notebook(board: Board, at: datetime) -> Lines:
    """An index, then each card that is not in the trash, with its log; the newest cards last."""
    cards = Card.objects.filter(board=board, trashed_at=None).order_by("number")
    yield from heading(1, f"{board.name} ({board.key})")
    facts = {"moment": when(at), "address": f"{settings.SITE_URL}/boards/{board.key}/"}
    yield _("Written %(moment)s from %(address)s") % facts
    yield ""
    yield from said(_("About"), board.description)
    yield from heading(2, _("Cards"))
    head = (_("Card"), _("Title"), _("Lane"), _("Answer"), _("What was learned"))
    yield from table(head, [_index(card) for card in _few(cards)])
    for material in materials(cards):
        yield from _card(material, 2)


def _few(cards: object) -> Iterator[Card]:
    yield from cards.select_related("lane").iterator(chunk_size=500)  # type: ignore[attr-defined]


def _index(card: Card) -> tuple[str, ...]:
    verdict = card.face["verdict"] or {}
    answer = answer_word(verdict["value"]) if verdict else ""
    return card.ref, card.title, card.lane.name, answer, verdict.get("learned", "")


def _card(material: Material, level: int) -> Lines:
    card = material.card
    yield from heading(level, f"{card.ref} {card.title}")
    yield from _facts_of(card)
    yield from said(_("Description"), card.description)
    for round_ in material.rounds:
        yield from round_lines(round_, level + 1)
    if material.decisions:
        yield from heading(level + 1, _("Decisions"))
    for decision in material.decisions:
        said_so = {
            "outcome": _(OUTCOMES[decision.outcome]),
            "person": line(decision.by),
            "moment": when(decision.at),
        }
        yield "- " + _("%(moment)s %(outcome)s by %(person)s") % said_so
        yield ""
        yield from said(_("Why"), decision.rationale)
        yield from said(_("What the extra time will buy"), decision.expects)
    yield from _log(material, level + 1)


def _facts_of(card: Card) -> Lines:
    face = card.face
    facts = {
        _("Board"): f"{card.board.name}, {card.lane.name}",
        _("Type"): _(CARDS[card.kind]),
        _("Labels"): ", ".join(label["name"] for label in face["labels"]),
        _("People"): ", ".join(person["name"] for person in face["assignees"]),
        _("Written"): by(card.created_at, card.author.name),
        _("Closed"): when(card.closed_at),
        _("Archived"): when(card.archived_at),
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
        yield from heading(level, _("Research log"))
    for each in both:
        if isinstance(each, Event):
            yield _fact(each)
            continue
        yield ""
        yield f"**{when(each.created_at)} {line(each.author.name)}** ({_(ENTRIES[each.kind])})"
        yield ""
        yield from _entry(each)
    yield ""


def _entry(entry: LogEntry) -> Lines:
    if entry.removed_at:
        yield _("Taken out %(moment)s") % {"moment": when(entry.removed_at)}
        yield ""
        return
    yield from quoted(entry.body)
    for revision in entry.revisions.all():
        yield from said(_("What it said until %(moment)s") % {"moment": when(revision.at)}, revision.body)


def _is_within(event: Event) -> bool:
    return event.kind == "card.moved" and event.data["from"] == event.data["to"]


def _when(each: LogEntry | Event) -> tuple[datetime, bool, str]:
    return (each.at, False, "") if isinstance(each, Event) else (each.created_at, True, str(each.pk))


def _fact(event: Event) -> str:
    return f"- {when(event.at)} {line(sentence(event))}"
