"""What is stored of meetings is facts: everybody reads them in their own language, whoever closed them."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from accounts.language import current
from boards.models import Board
from cadence import actions
from cadence.agenda import agenda_of
from cadence.models import Meeting
from cadence.views import feed
from hypotheses import actions as research
from tests.pages import client_of
from tests.world import World

pytestmark = pytest.mark.django_db


def closed_in_german(world: World, board: Board) -> Meeting:
    card = world.running(board, "Does it pay?")
    world.push(card, **{"val.auc": 0.7})
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", learned="It does not.")
    held = actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")
    actions.add_action(cause=world.by(), meeting=held, title="Look again", assignee="ben")
    with override("de"):
        actions.close_meeting(cause=world.by(), meeting=held)
        again = actions.hold_meeting(cause=world.by(), board=board, kind="item_review")
        return actions.close_meeting(cause=world.by(), meeting=again)


def test_a_closed_agenda_is_read_in_the_language_of_its_reader(world: World, board: Board) -> None:
    meeting = Meeting.objects.select_related("board").get(pk=closed_in_german(world, board).pk)
    assert "text" not in str(meeting.agenda)
    said = {each["name"]: [line["text"] for line in each["lines"]] for each in agenda_of(meeting, world.at)}
    assert said["verdicts"] == ["Refuted: It does not."]
    assert said["actions"] == ["Ben · backlog · from the retrospective of 16 Nov"]


def test_an_agenda_that_was_closed_with_sentences_keeps_them(world: World, board: Board) -> None:
    meeting = Meeting.objects.select_related("board").get(pk=closed_in_german(world, board).pk)
    line = {"text": "Refuted: so it was", "ref": "CHURN-1", "title": "Does it pay?"}
    meeting.agenda = [{"name": "verdicts", "title": "Answers", "lines": [line], "rest": 0}]
    assert agenda_of(meeting, world.at) == meeting.agenda


def test_a_feed_speaks_the_language_of_the_person_it_belongs_to(
    world: World, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A calendar program says no language, or that of the machine it runs on."""

    def spoken(request: HttpRequest, board: Board) -> HttpResponse:
        return HttpResponse(current())

    monkeypatch.setattr(feed, "calendar_answer", spoken)
    ben = world.ben
    secret = actions.make_feed(person=ben, board=board, at=world.at)
    path = f"/calendars/{secret}/{board.key}.ics"
    for chosen, language in (("", "en"), ("de", "de"), ("en", "en")):
        ben.language = chosen
        ben.save(update_fields=["language"])
        answer = client_of(world.vera).get(path, headers={"Accept-Language": "de"})
        assert answer.content.decode() == language
