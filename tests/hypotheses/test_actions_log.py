"""The research log: append-only for readers, forgiving for fifteen minutes."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Refusal
from boards.models import Card, Event
from hypotheses.actions import add_log_entry, edit_log_entry, remove_log_entry
from hypotheses.actions.log_many import Written, add_log_entries
from hypotheses.face import log_face
from hypotheses.models import LogEntry, LogRevision
from tests.world import MONDAY, World, last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    return world.running(world.board())


def write(world: World, card: Card, body: str = "Tried it.", who: str = "ben", **more: Any) -> LogEntry:
    return add_log_entry(cause=world.by(who), card=card, body=body, **more)


def face(card: Card) -> dict[str, Any]:
    found: dict[str, Any] = Card.objects.get(pk=card.pk).face
    return found


def test_an_entry_is_counted_and_people_of_the_team_are_mentioned(world: World, card: Card) -> None:
    write(world, card, "@petra and @ada, not @dan and not `@vera`", kind="help")
    fact = last_event(card.board, "log.added").data
    assert (fact["log_kind"], fact["mentions"]) == ("help", ["ada", "petra"])
    assert face(card)["log"] == 1


def test_within_fifteen_minutes_an_edit_leaves_no_trace(world: World, card: Card) -> None:
    entry = write(world, card)
    world.later(minutes=15)
    changed = edit_log_entry(cause=world.by(), entry=entry, body="Tried it twice.")
    assert (changed.body, changed.edited_at) == ("Tried it twice.", None)
    assert not LogRevision.objects.exists()
    assert last_event(card.board).data["revision"] is False


def test_later_the_earlier_text_stays_visible(world: World, card: Card) -> None:
    entry = write(world, card, "First.")
    for body in ("Second.", "Third."):
        world.later(minutes=16)
        edit_log_entry(cause=world.by(), entry=entry, body=body)
    assert [revision.body for revision in entry.revisions.all()] == ["First.", "Second."]
    assert LogEntry.objects.get().edited_at == world.at
    assert last_event(card.board).data["revision"] is True


def test_the_same_text_again_is_no_edit(world: World, card: Card) -> None:
    entry = write(world, card)
    seq = last_event(card.board).seq
    world.later(hours=1)
    edit_log_entry(cause=world.by(), entry=entry, body=" Tried it. ")
    assert last_event(card.board).seq == seq


def test_taken_out_a_tombstone_with_author_and_time_stays(world: World, card: Card) -> None:
    entry = write(world, card)
    world.later(hours=1)
    edit_log_entry(cause=world.by(), entry=entry, body="A secret.")
    remove_log_entry(cause=world.by(), entry=entry)
    gone = LogEntry.objects.get()
    assert (gone.body, gone.author, gone.removed_at) == ("", world.ben, world.at)
    assert not LogRevision.objects.exists()
    assert face(card)["log"] == 0
    for again in (lambda: remove_log_entry(cause=world.by(), entry=entry), lambda: _edit(world, entry)):
        with pytest.raises(Refusal) as caught:
            again()
        assert caught.value.status == 404


def _edit(world: World, entry: LogEntry) -> LogEntry:
    return edit_log_entry(cause=world.by(), entry=entry, body="Back again.")


def test_an_entry_is_its_authors_alone(world: World, card: Card) -> None:
    entry = write(world, card)
    for who, status in (("ada", 403), ("petra", 403), ("vera", 403), ("dan", 404)):
        with pytest.raises(Refusal) as caught:
            edit_log_entry(cause=world.by(who), entry=entry, body="Mine.")
        assert caught.value.status == status
        with pytest.raises(Refusal) as caught:
            remove_log_entry(cause=world.by(who), entry=entry)
        assert caught.value.status == status
    assert LogEntry.objects.get().body == "Tried it."


@pytest.mark.parametrize(
    ("given", "field"),
    [({"body": " \x00 "}, "body"), ({"body": "x" * 10_001}, "body"), ({"body": "x", "kind": "joke"}, "kind")],
)
def test_what_is_wrong_is_named(world: World, card: Card, given: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        write(world, card, **given)
    assert [error.field for error in caught.value.errors] == [field]


def test_an_import_gives_author_and_time(world: World, card: Card) -> None:
    world.later(days=1)
    entry = write(world, card, who="ada", author=world.petra, written_at=MONDAY)
    assert (entry.author, entry.created_at) == (world.petra, MONDAY)


def test_a_task_has_a_log_too_and_a_viewer_writes_in_none(world: World, card: Card) -> None:
    write(world, world.card(card.board))
    with pytest.raises(Refusal) as caught:
        write(world, card, who="vera")
    assert caught.value.status == 403


def test_many_entries_say_the_same_as_one_by_one(world: World, card: Card) -> None:
    other = world.card(card.board, "Another")
    write(world, card, "Before.")
    bodies = [(card, "@petra, not @dan"), (other, "Two."), (card, "Three."), (card, "Four.")]
    written = [Written(card=on, body=body, author=world.petra, at=MONDAY) for on, body in bodies]
    before, version = last_event(card.board).seq, Card.objects.get(pk=card.pk).version
    made = add_log_entries(cause=world.by("ben"), board=card.board, written=written)
    assert [(entry.author, entry.created_at) for entry in made] == [(world.petra, MONDAY)] * 4
    assert (face(card)["log"], face(other)["log"]) == (4, 1)
    assert face(card) == {**face(card), **log_face(card)}
    facts = list(Event.objects.after(card.board_id, before))
    assert [fact.seq for fact in facts] == list(range(before + 1, before + 5))
    told = [(fact.card_ref, fact.card_version, fact.data["set"]["log"], fact.data["mentions"]) for fact in facts]
    assert told == [
        (card.ref, version + 1, 2, ["petra"]),
        (other.ref, 2, 1, []),
        (card.ref, version + 2, 3, []),
        (card.ref, version + 3, 4, []),
    ]


def test_many_entries_are_all_written_or_none(world: World, card: Card) -> None:
    written = [Written(card=card, body="Fine."), Written(card=card, body=" ")]
    with pytest.raises(Refusal, match="Write something first"):
        add_log_entries(cause=world.by("ben"), board=card.board, written=written)
    with pytest.raises(Refusal):
        add_log_entries(cause=world.by("vera"), board=card.board, written=written[:1])
    assert not LogEntry.objects.exists()
