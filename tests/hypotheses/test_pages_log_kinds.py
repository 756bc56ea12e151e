"""The log of a card, narrowed to one kind of entries."""

from __future__ import annotations

import pytest

from boards.models import Card
from hypotheses.actions import add_log_entry, remove_log_entry
from tests.card_doors import HTMX
from tests.pages import client_of, words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(world: World) -> Card:
    card = world.hypothesis(world.board())
    for kind, body in (("note", "Looked at it"), ("decision", "We drop the text"), ("note", "Looked again")):
        add_log_entry(cause=world.by(), card=card, body=body, kind=kind)
    return card


def shown(world: World, card: Card, query: str = "", who: str = "ben", door: str = "part/log/") -> str:
    answer = client_of(world.cast[who]).get(f"/c/{card.ref}/{door}{query}", headers=HTMX)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("door", ["", "part/log/", "drawer/"])
def test_the_address_narrows_the_log_to_a_kind(world: World, card: Card, door: str) -> None:
    text = shown(world, card, "?log=decision", door=door)
    assert "We drop the text" in text
    assert "Looked at it" not in text
    assert "fact-" not in text
    assert 'id="log-of-decision"' in text


def test_chips_count_the_kinds_there_are(world: World, card: Card) -> None:
    said = words(client_of(world.ben).get(f"/c/{card.ref}/"))
    assert "All entries 3 Notes 2 Decisions 1" in said
    assert "Results" not in said


def test_of_one_kind_alone_there_is_nothing_to_choose(world: World) -> None:
    card = world.hypothesis(world.board())
    add_log_entry(cause=world.by(), card=card, body="Looked at it")
    assert "data-log-kind" not in shown(world, card)


def test_a_kind_without_entries_says_so_and_offers_all(world: World, card: Card) -> None:
    text = shown(world, card, "?log=result")
    assert "Nothing of this kind has been written on this card." in text
    assert 'id="log-of-all"' in text


@pytest.mark.parametrize("query", ["?log=", "?log=nonsense", "?log=%00"])
def test_what_is_no_kind_shows_everything(world: World, card: Card, query: str) -> None:
    assert "Looked at it" in shown(world, card, query)


def test_what_was_taken_out_is_of_no_kind(world: World, card: Card) -> None:
    entry = card.log_entries.get(kind="decision")
    remove_log_entry(cause=world.by(), entry=entry)
    assert f"entry-{entry.pk}" not in shown(world, card, "?log=decision")


@pytest.mark.parametrize("address", ["/c/{ref}/?log=decision", "/boards/CHURN/?card={ref}&log=decision"])
def test_an_act_answers_with_the_log_of_its_page(world: World, card: Card, address: str) -> None:
    here = {**HTMX, "HX-Current-URL": f"http://testserver{address.format(ref=card.ref)}"}
    answer = client_of(world.ben).post(f"/c/{card.ref}/log/", {"body": "Why", "kind": "decision"}, headers=here)
    assert "We drop the text" in answer.text
    assert "Looked at it" not in answer.text


def test_the_page_of_another_card_narrows_nothing(world: World, card: Card) -> None:
    here = {**HTMX, "HX-Current-URL": "http://testserver/boards/CHURN/?card=CHURN-99&log=decision"}
    answer = client_of(world.ben).post(f"/c/{card.ref}/log/", {"body": "Why", "kind": "note"}, headers=here)
    assert "Looked at it" in answer.text


def test_a_viewer_narrows_it_too(world: World, card: Card) -> None:
    assert "We drop the text" in shown(world, card, "?log=decision", who="vera")
