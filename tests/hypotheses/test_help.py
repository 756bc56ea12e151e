"""Calls for help, capture-as-hypothesis, and how fresh a log is: what the card says of its log."""

from __future__ import annotations

import pytest

from accounts.errors import Refusal
from boards.actions import undo
from boards.models import Card, CardLink, Notification
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry, answer_help, capture_hypothesis, remove_log_entry
from hypotheses.actions.capture import first_words
from hypotheses.models import LogEntry
from tests.api.caller import caller_for
from tests.card_doors import post, told
from tests.pages import client_of, words
from tests.world import World, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def ask(world: World, card: Card, body: str = "Which seed did you take?") -> LogEntry:
    return add_log_entry(cause=world.by(), card=card, body=body, kind="help")


def face(card: Card) -> dict[str, object]:
    found: dict[str, object] = Card.objects.get(pk=card.pk).face
    return found


def waiting(card: Card) -> set[str]:
    follow(INBOX, card.board_id)
    asked = Notification.objects.filter(kind="log.added", needs_action=True, done_at=None)
    return set(asked.values_list("person__username", flat=True))


def test_a_call_waits_on_the_card_until_somebody_answers(world: World, card: Card) -> None:
    first = ask(world, card)
    world.later(hours=3)
    second = ask(world, card, "And why?")
    assert face(card)["help"] == {"since": "2026-11-16T09:00:00Z", "open": 2}
    world.later(hours=1)
    answer_help(cause=world.by("petra"), entry=first, reply="42, as always.")
    assert face(card)["help"] == {"since": "2026-11-16T12:00:00Z", "open": 1}
    assert LogEntry.objects.filter(body="42, as always.", author=world.petra).exists()
    fact = last_event(card.board, "help.answered").data
    assert (fact["entry"], fact["asked_by"], fact["minutes"], fact["closed"]) == (first.pk, "ben", 240, False)
    answer_help(cause=world.by(), entry=second)
    assert face(card)["help"] is None
    assert last_event(card.board).data["closed"] is True


def test_it_is_answered_once_and_only_a_call_can_be(world: World, card: Card) -> None:
    call = ask(world, card)
    answer_help(cause=world.by("petra"), entry=call)
    note = add_log_entry(cause=world.by(), card=card, body="Seen.")
    gone = ask(world, card)
    remove_log_entry(cause=world.by(), entry=gone)
    for entry, who, status in (
        (call, "ada", 409),
        (note, "petra", 409),
        (gone, "petra", 404),
        (note, "vera", 403),
    ):
        with pytest.raises(Refusal) as caught:
            answer_help(cause=world.by(who), entry=entry)
        assert caught.value.status == status
    assert face(card)["help"] is None


def test_the_inbox_waits_for_that_call_alone(world: World, card: Card) -> None:
    first, second = ask(world, card), ask(world, card, "And why, @ada?")
    assert waiting(card) == {"petra"}
    heard = Notification.objects.filter(event__data__entry=first.pk).values_list("person__username", flat=True)
    assert set(heard) == {"ada", "petra"}
    answer_help(cause=world.by("ada"), entry=first)
    assert waiting(card) == {"petra"}
    answer_help(cause=world.by("ada"), entry=second)
    assert waiting(card) == set()
    assert Notification.objects.filter(kind="help.answered", person=world.ben).count() == 2


def test_the_newest_entry_of_a_person_is_on_the_card(world: World, card: Card) -> None:
    assert face(card)["logged_at"] is None
    world.later(hours=1)
    entry = add_log_entry(cause=world.by(), card=card, body="Seen.")
    world.push(card, **{"val.auc": 0.8})
    assert face(card)["logged_at"] == "2026-11-16T10:00:00Z"
    remove_log_entry(cause=world.by(), entry=entry)
    assert face(card)["logged_at"] is None


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Weekend traffic differs.\nMore below", "Weekend traffic differs."),
        ("\n- [ ] **Try** `SMOTE` on [this](https://x.org)", "Try SMOTE on this"),
        ("![plot](/files/1/)\n\nThe curve bends", "plot"),
        ("| --- |\n1. 2\n", "A thought from the log"),
        ("word " * 40, "word " * 23 + "word…"),
    ],
)
def test_a_captured_card_is_called_by_the_first_words(body: str, title: str) -> None:
    assert first_words(body) == title


def test_a_thought_becomes_a_card_and_can_be_taken_back(world: World, card: Card) -> None:
    entry = add_log_entry(cause=world.by(), card=card, body="Does weekend traffic differ?\n\nIt seems so.")
    made = capture_hypothesis(cause=world.by("petra", op="act-1"), entry=entry)
    assert (made.title, made.kind, made.lane.role) == ("Does weekend traffic differ?", "hypothesis", "backlog")
    assert made.description.startswith("> Does weekend traffic differ?\n>\n> It seems so.\n\n[From the log of")
    assert CardLink.objects.get().kind == "found_in"
    assert last_event(card.board).data["target"] == made.ref
    undo(cause=world.by("petra"), board=card.board, op="act-1")
    assert Card.objects.get(pk=made.pk).trashed_at is not None
    with pytest.raises(Refusal) as caught:
        capture_hypothesis(cause=world.by("vera"), entry=entry)
    assert caught.value.status == 403


def test_the_card_page_answers_captures_and_tells_the_age(world: World, card: Card) -> None:
    call = ask(world, card)
    page = client_of(world.petra).get(f"/c/{card.ref}/")
    assert "Help wanted" in words(page)
    assert 'data-clock="quiet"' in page.content.decode()
    captured = post(world, "petra", card, f"log/{call.pk}/capture/", op="act-2")
    assert told(captured)["log:captured"] == {"ref": Card.objects.latest("pk").ref, "op": "act-2"}
    answer = post(world, "petra", card, f"log/{call.pk}/answer/", reply="Take 42.")
    assert "Answered by Petra" in words(answer)
    assert post(world, "petra", card, f"log/{call.pk}/answer/").status_code == 409


def test_cards_are_found_by_their_open_calls(world: World, card: Card) -> None:
    world.card(card.board)
    call = ask(world, card)
    ben = caller_for(world, "ben")
    assert [each["ref"] for each in ben.get("/cards?help=open").json["results"]] == [card.ref]
    path = f"/cards/{card.ref}/log/{call.pk}"
    assert ben.post(f"{path}/answer", {"reply": "Found it."}).json["answered_by"] == "ben"
    assert ben.get("/cards?help=open").json["results"] == []
    made = ben.post(f"{path}/capture", {"title": "Is it the seed?"})
    assert (made.status, made.json["title"]) == (201, "Is it the seed?")
