"""Every kind of event has a sentence, and every sentence is plain text of one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from boards.actions import edit_card
from boards.actions.marks import raise_concern, set_discussed, settle_concern
from boards.events import KINDS
from boards.models import Board, Event
from boards.sentences import sentence
from hypotheses.actions import add_log_entry
from tests.world import World, last_event
from timeboxes.actions import expire_due

FOLDER = Path(settings.BASE_DIR, "templates/events")
TEMPLATES = {path.name.removesuffix(".html") for path in FOLDER.glob("*.html")}


def test_every_kind_has_a_sentence_and_every_sentence_a_kind() -> None:
    assert set(KINDS) == TEMPLATES


def test_sentences_say_what_happened(world: World, board: Board) -> None:
    card = world.running(board, budget="5d")
    said = {event.kind: sentence(event) for event in Event.objects.filter(board=board)}
    assert said["card.created"] == "Ben added CHURN-1 to To do"
    assert said["card.moved"] == "Ben moved CHURN-1 from To do to Test hypothesis"
    assert said["round.locked"] == "Ben pre-registered round 1 of CHURN-1"
    assert said["timebox.started"] == "The time-box of CHURN-1 started: 5d"
    expire_due(world.later(days=7))
    said = {event.kind: sentence(event) for event in Event.objects.filter(board=board, card=card)}
    assert said["timebox.expired"] == "The time-box of CHURN-1 is over: 5d are used"
    assert said["gate.opened"] == "A decision is due on CHURN-1: its time-box is over"


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_no_sentence_breaks_on_what_people_write(world: World, board: Board, kind: str) -> None:
    """Whatever is in the data, or missing from it, in every language: one line, as it was written, no markup."""
    nasty = '<b>\r\nBcc: all@example.org\u2028 & "x"'
    names = ("name", "reason", "person", "to", "from", "lane", "learned", "rationale", "expects", "external_id")
    minutes = dict.fromkeys(("minutes", "budget_minutes", "elapsed_minutes"), 90)
    data = {**dict.fromkeys(names, nasty), **minutes, "changes": {nasty: nasty}, "role": nasty, "value": nasty}
    event = Event(board=board, kind=kind, data=data, actor_name="ben", card_ref="CHURN-1", seq=1)
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            text = sentence(event)
        assert text
        assert not {"\r", "\n", "\u2028"} & set(text)
        assert not [each for each in ("&lt;", "%(", "{{", "%%") if each in text]


def test_a_concern_and_a_discussion_say_what_they_are_about(world: World, board: Board) -> None:
    card = world.card(board)
    raise_concern(cause=world.by("ben"), card=card, text="Who labels it?")
    assert sentence(last_event(board)) == f"Ben raised a concern about {card.ref}: Who labels it?"
    settle_concern(cause=world.by("ben"), card=card)
    assert sentence(last_event(board)) == f"Ben settled the concern about {card.ref}: Who labels it?"
    set_discussed(cause=world.by("ben"), card=card, discussed=True)
    assert sentence(last_event(board)) == f"Ben marked {card.ref} as discussed"


def test_what_the_data_name_is_said_in_words(world: World, board: Board) -> None:
    card = world.card(board)
    changes = {"title": "Other", "due_at": "2026-12-01T12:00:00Z", "priority": "high"}
    edit_card(cause=world.by("ben"), card=card, changes=changes)
    assert sentence(last_event(board)) == f"Ben changed title, due and priority of {card.ref}"
    link = Event(board=board, kind="card.linked", data={"target": "X-1", "link": "found_in"}, card_ref=card.ref)
    assert sentence(link) == f"The clock linked {card.ref} to X-1 (found in)"


def test_a_meeting_is_told_in_the_time_of_its_place(board: Board) -> None:
    told = {"meeting_kind": "item_review", "lead_minutes": 15, "occurs_at": "2026-11-16T08:05:00Z"}
    event = Event(board=board, kind="meeting.reminded", data={**told, "local": "Mon 16 Nov, 09:05 Europe/Vienna"})
    assert sentence(event) == "The item review begins in a quarter of an hour: Mon 16 Nov, 09:05 Europe/Vienna"
    with translation.override("de"):
        assert "09:05 Europe/Vienna" in sentence(event)


def test_a_name_stays_what_it_is_in_text(world: World, board: Board) -> None:
    world.ben.name = "Ben & Söhne <hi>"
    world.ben.save()
    card = world.card(board)
    add_log_entry(cause=world.by("ben"), card=card, body="x", kind="help")
    event = last_event(board, "log.added")
    assert sentence(event) == "Ben & Söhne <hi> asks for help in the log of CHURN-1"
    assert type(sentence(event)) is str
