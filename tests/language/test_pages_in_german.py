"""Nothing is hard-wired: whatever a page says in English it says in German too.

The board with a past is read in both languages. What stands there twice must have been written by people, or be a
word that both languages share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
import time_machine

from accounts.models import Person
from boards.models import Board
from cadence.models import Iteration, Meeting
from integrations.demo import make_board, make_cast
from tests.language.reading import WORD, texts_of, written_by_people
from tests.pages import client_of
from tools.messages import read, texts_in

NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
# Names of things, what is typed or read by a program, and short months that both languages share.
NAMES = {"Prooflane", "English", "Deutsch", "Slack", "Mattermost", "MLflow", "Weights & Biases", "kanban.card"}
NAMES |= {"CSV", "JSON", "AUC", "MVM", "MVP", "esc", "min", "Aug", "Sep", "Nov", "Apr"}
NAMES |= {part.replace("_", " ") for zone in available_timezones() for part in zone.split("/")}
ADDRESS = re.compile(r"\bhttps?://\S+")
PLACE = re.compile(r"%\(\w+\)s|<[^>]+>")
NO_WORDS = re.compile(r"\b[a-z][a-z0-9]{1,9}-\d+\b|@[\w.-]+|#[\w-]+|\b[0-9a-f]{7,}\b|[\d…]")


@pytest.fixture
def demo(db: None) -> Iterator[Board]:
    with time_machine.travel(NOW, tick=False):
        board = make_board(make_cast("word", NOW), NOW)
        assert board is not None
        yield board


def same_in_both() -> set[str]:
    """Texts whose translation is the same words, such as Board, and what is left of them without their places."""
    found: set[str] = set()
    for message in (message for domain in ("django", "djangojs") for message in texts_in(read("de", domain))):
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        translated = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in {str(text) for text in texts} & set(translated):
            found.update(piece.strip(" ·,:.()") for piece in PLACE.split(text))
    return found


def addresses(board: Board) -> Iterator[tuple[str, str]]:
    """Each with who reads it: the product owner, or the admin where only that one may."""
    key, team = board.key, board.team.slug
    owned = ["/boards/", "/inbox/", "/inbox/?tab=done", "/gates/", "/search/", "/search/?q=churn", "/learnings/"]
    owned += ["/profile/", "/profile/notifications/", "/profile/tokens/", "/password/change/", "/teams/"]
    rooms = ("", "backlog/", "log/", "archive/", "insights/", "cadence/", "initiatives/", "models/")
    owned += [f"/boards/{key}/{room}" for room in rooms]
    owned += [f"/boards/{key}/iterations/{each.number}/" for each in Iteration.objects.all()[:2]]
    owned += [f"/boards/{key}/meetings/{each.pk}/" for each in Meeting.objects.all()[:3]]
    owned += [f"/c/{ref}/{part}" for ref in unlike_cards(board) for part in ("", "gate/", "lock/", "verdict/")]
    yield from ((address, "petra") for address in owned)
    managed = ("", "trackers/", "webhooks/")
    yield from ((f"/teams/{team}/{part}", "ada") for part in managed)
    yield f"/boards/{key}/settings/", "ada"


def unlike_cards(board: Board) -> list[str]:
    """One card of each state that a page shows differently."""
    found: dict[tuple[object, ...], str] = {}
    for card in board.cards.order_by("pk"):
        face = card.face
        box, verdict = face["timebox"] or {}, face["verdict"] or {}
        found.setdefault((card.kind, card.lane_id, box.get("state"), verdict.get("value")), card.ref)
    return list(found.values())


class Known:
    """What a text may be made of without being one of ours."""

    def __init__(self) -> None:
        written = written_by_people()
        self.whole = "\n".join(written)
        phrases = {phrase.lower() for phrase in written | same_in_both() | NAMES}
        self.phrases = sorted(filter(WORD.search, phrases), key=len, reverse=True)

    def holds(self, text: str) -> bool:
        if text.rstrip("…") in self.whole:
            return True
        bare = ADDRESS.sub(" ", text).lower()
        for phrase in self.phrases:
            if phrase in bare:
                bare = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", bare)
        return not WORD.search(NO_WORDS.sub(" ", bare))


def test_every_page_is_read_in_german(demo: Board) -> None:
    people = {person.username: person for person in Person.objects.all()}
    known = Known()
    left: dict[str, str] = {}
    for address, who in addresses(demo):
        english, german = (page(people[who], language, address) for language in ("en", "de"))
        for text in english & german:
            if text not in left and not known.holds(text):
                left[text] = address
    assert not left, "\n".join(f"{address}: {text}" for text, address in sorted(left.items()))


def page(person: Person, language: str, address: str) -> set[str]:
    """What is read there; also when the answer is no, as for a gate that is not open."""
    answer = client_of(person, headers={"Accept-Language": language}).get(address, follow=True)
    assert answer.status_code < 500, address
    return texts_of(answer.text)
