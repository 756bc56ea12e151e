"""Nobody can tell whose note it was: not by the page, the API, the log or, after the reveal, the database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from boards.events import Cause
from boards.models import Board, Event
from cadence import actions
from cadence.meeting_json import whole_meeting
from cadence.models import Meeting, MeetingNote, NoteAuthor, NoteVote
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db


def seen(meeting: Meeting, world: World, who: str) -> dict[str, Any]:
    return whole_meeting(
        Meeting.objects.select_related("board", "author").get(pk=meeting.pk), world.cast[who], world.at
    )


def texts(meeting: Meeting, world: World, who: str) -> list[str]:
    return [note["text"] for note in seen(meeting, world, who)["notes"]]


def test_until_the_reveal_everybody_sees_their_own(world: World, meeting: Meeting) -> None:
    actions.add_note(cause=world.by("ben"), meeting=meeting, text="Too many boxes", column="change")
    actions.add_note(cause=world.by("petra"), meeting=meeting, text="Good answers")
    assert texts(meeting, world, "ben") == ["Too many boxes"]
    assert seen(meeting, world, "ben")["hidden_notes"] == 1
    assert (texts(meeting, world, "ada"), seen(meeting, world, "vera")["hidden_notes"]) == ([], 2)
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    assert texts(meeting, world, "vera") == ["Too many boxes", "Good answers"]
    assert seen(meeting, world, "vera")["hidden_notes"] == 0


def test_the_log_says_that_a_note_was_written_and_neither_by_whom_nor_what(world: World, meeting: Meeting) -> None:
    cause = Cause(actor=world.ben, at=world.at, origin="ben's script", op="abc")
    note = actions.add_note(cause=cause, meeting=meeting, text="Secret words")
    actions.change_note(cause=cause, note=note, text="Other secret words", signed=True)
    actions.change_note(cause=cause, note=note, signed=False)
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    actions.vote(cause=cause, note=note, count=2)
    told = Event.objects.filter(kind__in=("meeting.note_added", "meeting.note_changed", "meeting.voted"))
    assert told.count() == 4
    for event in told:
        assert (event.actor, event.actor_name, event.origin, event.op) == (None, "", "web", "")
        assert "ecret" not in json.dumps(event.as_dict("CHURN"))


def test_no_row_of_the_database_names_the_author_after_the_reveal(world: World, meeting: Meeting) -> None:
    note = actions.add_note(cause=world.by("ben"), meeting=meeting, text="Unsigned")
    assert NoteAuthor.objects.get(note=note).person == world.ben
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    assert not NoteAuthor.objects.exists()
    late = actions.add_note(cause=world.by("ben"), meeting=meeting, text="After the reveal")
    rows = json.loads(serializers.serialize("json", MeetingNote.objects.all()))
    assert [row["fields"]["signed_by"] for row in rows] == [None, None]
    refers = [
        field.name
        for field in MeetingNote._meta.get_fields()
        if field.related_model is apps.get_model("accounts.Person")
    ]
    assert refers == ["signed_by"]
    assert texts(meeting, world, "vera") == [note.text, late.text]


def test_who_signs_is_named_after_the_reveal(world: World, meeting: Meeting) -> None:
    actions.add_note(cause=world.by("ben"), meeting=meeting, text="Mine", signed=True)
    assert seen(meeting, world, "petra")["notes"] == []
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    assert seen(meeting, world, "petra")["notes"][0]["signed_by"] == "ben"


def test_a_note_of_somebody_else_is_as_good_as_none(world: World, meeting: Meeting) -> None:
    note = actions.add_note(cause=world.by("ben"), meeting=meeting, text="Mine")
    for who in ("petra", "ada"):
        with pytest.raises(NotFound):
            actions.change_note(cause=world.by(who), note=note, text="Not any more")
        with pytest.raises(NotFound):
            actions.remove_note(cause=world.by(who), note=note)
    with pytest.raises(Forbidden):
        actions.remove_note(cause=world.by("vera"), note=note)
    actions.change_note(cause=world.by("ben"), note=note, text="Still mine", column="idea")
    actions.remove_note(cause=world.by("ben"), note=note)
    assert not MeetingNote.objects.exists()


def test_after_the_reveal_notes_stay_as_they_are(world: World, meeting: Meeting) -> None:
    note = actions.add_note(cause=world.by("ben"), meeting=meeting, text="Mine")
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    with pytest.raises(Conflict, match="stay as they are"):
        actions.change_note(cause=world.by("ben"), note=note, text="Changed")


def test_everybody_has_so_many_dots_and_sees_only_their_own(world: World, meeting: Meeting) -> None:
    first, second = (actions.add_note(cause=world.by(), meeting=meeting, text=text) for text in ("One", "Two"))
    with pytest.raises(Conflict, match="revealed"):
        actions.vote(cause=world.by(), note=first, count=1)
    actions.reveal_notes(cause=world.by(), meeting=meeting)
    actions.vote(cause=world.by("ben"), note=first, count=1)
    actions.vote(cause=world.by("ben"), note=second, count=2)
    actions.vote(cause=world.by("petra"), note=second, count=3)
    with pytest.raises(Invalid, match="3 dots, 1 for this"):
        actions.vote(cause=world.by("ben"), note=first, count=2)
    with pytest.raises(Invalid):
        actions.vote(cause=world.by("petra"), note=first, count=1)
    with pytest.raises(Invalid):
        actions.vote(cause=world.by("ben"), note=first, count=-1)
    shown = seen(meeting, world, "ben")
    assert [(note["text"], note["votes"], note["my_votes"]) for note in shown["notes"]] == [
        ("Two", 5, 2),
        ("One", 1, 1),
    ]
    assert (shown["votes_left"], seen(meeting, world, "vera")["notes"][0]["my_votes"]) == (0, 0)
    actions.vote(cause=world.by("ben"), note=second, count=0)
    assert NoteVote.objects.filter(person=world.ben).count() == 1
    assert seen(meeting, world, "ben")["votes_left"] == 2


def test_no_page_names_who_wrote(world: World, board: Board, meeting: Meeting) -> None:
    actions.add_note(cause=world.by("ben"), meeting=meeting, text="Too many boxes")
    path = f"/boards/CHURN/meetings/{meeting.pk}/"
    assert "Too many boxes" not in words(client_of(world.petra).get(path))
    assert "Too many boxes" in words(client_of(world.ben).get(path))
    actions.reveal_notes(cause=world.by("petra"), meeting=meeting)
    shown = client_of(world.petra).get(path).content.decode()
    notes = shown[shown.index('id="notes"') : shown.index('id="actions"')]
    assert "Too many boxes" in notes
    assert "Ben" not in notes
