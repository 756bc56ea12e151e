"""What a chat is sent: a sentence and a link, in which nothing that people wrote does anything."""

from __future__ import annotations

import json

import pytest

from boards.actions import trash_card
from boards.models import Board, Event
from tests.webhooks.hooks import hook
from tests.world import World, last_event
from webhooks.formats import body_of

pytestmark = pytest.mark.django_db
NASTY = (
    "<!channel> @all [win](http://evil.example) ![x](http://evil.example/y.png) <http://evil.example|here> & co"
)


def text_of(event: Event) -> str:
    return str(json.loads(body_of(event, "slack"))["text"])


def test_slack_and_mattermost_get_a_sentence_and_a_link(world: World, board: Board) -> None:
    world.card(board, "Does it know churn?")
    assert text_of(last_event(board)) == (
        "Ben added CHURN-1 to To do\n<http://testserver/c/CHURN-1/|CHURN-1 Does it know churn?>"
    )


def test_what_people_wrote_calls_nobody_and_makes_no_link(world: World, board: Board) -> None:
    world.ben.name = "@channel"
    world.ben.save()
    world.card(board, NASTY)
    text = text_of(last_event(board))
    ours = "<http://testserver/c/CHURN-1/|"
    assert text.count("<") == text.count(ours) == 1
    assert text.count("|") == 1
    assert text.count(">") == 1
    assert "@all" not in text
    assert "@channel" not in text
    assert "](" not in text
    assert "http://evil" not in text
    assert "&amp; co" in text


def test_teams_gets_a_card_without_markup(world: World, board: Board) -> None:
    world.card(board, NASTY)
    content = json.loads(body_of(last_event(board), "teams"))["attachments"][0]["content"]
    assert content["type"] == "AdaptiveCard"
    assert content["body"] == [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Ben added CHURN-1 to To do"}]}
    ]
    (action,) = content["actions"]
    assert action["url"] == "http://testserver/c/CHURN-1/"


def test_a_card_in_the_trash_is_linked_to_no_more(world: World, board: Board) -> None:
    trash_card(cause=world.by(), card=world.card(board))
    assert "http://testserver/boards/CHURN/" in text_of(last_event(board))


def test_what_is_done_silently_is_no_news_for_a_chat(world: World, board: Board) -> None:
    event = Event(kind="card.created", data={"silent": True})
    assert hook(world, name="program").wants(event)
    assert not hook(world, name="chat", format="slack").wants(event)
