"""What is sent is written in the language of who reads it, whoever caused it and whatever the worker speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.utils.translation import get_language, trans_real

from accounts.actions import change_profile
from accounts.models import Person
from boards.actions import watch_card
from boards.actions.preferences import change_preferences
from boards.models import Board, Card, MailDelivery
from boards.readers import digest, mail
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry
from tests.world import World
from timeboxes.actions import expire_due

TUESDAY = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
SAID = {
    "%(who)s wrote a note in the log of %(card)s": "%(who)s hat eine Notiz ins Log von %(card)s geschrieben",
    "The time-box of %(card)s is over: %(budget)s are used": "Die Timebox von %(card)s ist um nach %(budget)s",
    "You are told because you watch the card.": "Du erfährst es, weil du die Karte beobachtest.",
    "Digest: %(sections)s": "Überblick: %(sections)s",
    "Help wanted": "Hilfe gesucht",
    "help wanted": "Hilfe gesucht",
    "%(name)s asks for help since %(day)s": "%(name)s sucht Hilfe seit %(day)s",
    "Since %(time)s": "Seit %(time)s",
    "j M": "j. M",
    "D j M, H:i": "D, j. M, H:i",
}


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words of German, so that this holds whatever the catalogue says just now."""
    known = trans_real.translation("de")._catalog._catalogs[0]  # type: ignore[attr-defined]  # Django's own
    for text, german in SAID.items():
        monkeypatch.setitem(known, text, german)


@pytest.fixture
def card(world: World, board: Board) -> Card:
    return world.hypothesis(board, "Does it know churn?")


def in_german(world: World, person: Person) -> None:
    change_profile(person=person, changes={"language": "de"}, at=world.at)


def sent(world: World) -> Iterator[outbox.EmailMessage]:
    world.at = MailDelivery.objects.latest("due_at").due_at + timedelta(seconds=1)
    mail.send_due(world.at)
    yield from outbox.outbox


def test_one_event_is_two_mails_in_two_languages(world: World, board: Board, card: Card) -> None:
    for name in ("ada", "vera"):
        watch_card(cause=world.by(name), card=card, state="watch")
    in_german(world, world.vera)
    add_log_entry(cause=world.by("ben"), card=card, body="@ada @vera, look")
    follow(INBOX, board.pk)
    mails = {each.to[0]: each for each in sent(world)}
    ada, vera = mails["ada@example.org"], mails["vera@example.org"]
    assert ada.subject == f"Ben wrote a note in the log of {card.ref} - Does it know churn?"
    assert vera.subject == f"Ben hat eine Notiz ins Log von {card.ref} geschrieben - Does it know churn?"
    assert '<html lang="de">' in str(vera.alternatives[0][0])  # type: ignore[attr-defined]
    assert '<html lang="en">' in str(ada.alternatives[0][0])  # type: ignore[attr-defined]
    assert get_language() == "en"


def test_what_the_clock_did_is_told_in_the_language_of_the_reader(world: World, board: Board) -> None:
    card = world.running(board, budget="5d")
    watch_card(cause=world.by("vera"), card=card, state="watch")
    in_german(world, world.vera)
    expire_due(world.later(days=7))
    follow(INBOX, board.pk)
    bodies = [str(each.body) for each in sent(world) if each.to == ["vera@example.org"]]
    assert f"Die Timebox von {card.ref} ist um nach 5 T." in bodies[-1]
    assert "Du erfährst es, weil du die Karte beobachtest." in bodies[-1]


def test_a_digest_speaks_the_language_of_its_reader(world: World, card: Card) -> None:
    for person in (world.vera, world.ada):
        change_preferences(person=person, matrix={}, attention={"digest": "daily"})
    in_german(world, world.vera)
    add_log_entry(cause=world.by("ben"), card=card, body="Where are the labels?", kind="help")
    digest.plan_digests(TUESDAY)
    digest.send_digests(TUESDAY)
    mails = {each.to[0]: each for each in outbox.outbox}
    german, english = mails["vera@example.org"], mails["ada@example.org"]
    assert german.subject == "Überblick: Hilfe gesucht"
    assert "Ben sucht Hilfe seit 16. Nov" in german.body
    assert str(german.body).startswith("Seit Mo, 16. Nov, ")
    assert english.subject == "Digest: help wanted"
    assert "Ben asks for help since 16 Nov" in english.body
    assert get_language() == "en"
