"""Two people in the form of one hypothesis: nothing typed is lost, nothing newer is overwritten unseen."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from boards.models import Card
from hypotheses import actions as research
from hypotheses.actions.draft import ChangedByBoth
from hypotheses.draft_form import seen_in
from hypotheses.models import Round
from hypotheses.seen import prints_of
from tests.card_doors import HTMX, post
from tests.hypotheses.test_pages import form_of
from tests.pages import client_of, words
from tests.world import AUC, World

pytestmark = pytest.mark.django_db
LOSS = {"key": "loss", "metric": "loss", "op": "<", "target": 0.3}


@pytest.fixture
def card(world: World) -> Card:
    card = world.hypothesis(world.board())
    save(world, card, changes={"belief": "trees", "outcome": "rank churners", "budget": "5d"}, criteria=[AUC])
    return card


def save(world: World, card: Card, who: str = "petra", **given: Any) -> Round:
    return research.save_hypothesis(cause=world.by(who), card=card, **{"changes": {}, **given})


def opened(world: World, card: Card) -> dict[str, Any]:
    """The form as a person gets it, as a browser would send it back."""
    text = client_of(world.ben).get(f"/c/{card.ref}/part/hypothesis/?edit=hypothesis", headers=HTMX).text
    return fields(text)


def fields(text: str) -> dict[str, Any]:
    found = dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', text))
    for tag in re.findall(r"<input[^>]+>", text):
        name, value = (re.search(rf' {each}="([^"]*)"', tag) for each in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value).strip("\n") for name, value in found.items()}


def now(card: Card) -> Round:
    return Round.objects.get(card=card)


def test_what_is_sent_back_as_it_was_opened_changes_nothing(world: World, card: Card) -> None:
    before = prints_of(now(card))
    assert post(world, "ben", card, "hypothesis/", opened(world, card)).status_code == 200
    assert prints_of(now(card)) == before


def test_edits_of_different_fields_come_together(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": "boosted trees", "forecast": 0.7}, criteria=[AUC, LOSS])
    answer = post(world, "ben", card, "hypothesis/", form, because="agents note it")
    assert answer.status_code == 200
    found = now(card)
    assert (found.belief, found.because, found.forecast) == ("boosted trees", "agents note it", 0.7)
    assert [row.metric for row in found.criteria.all()] == ["val.auc", "loss"]


def test_the_second_text_stands_beside_the_first_and_neither_is_lost(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": "From Petra", "signal": "it ranks"})
    answer = post(world, "ben", card, "hypothesis/", form, belief="From Ben", because="Mine too")
    assert answer.status_code == 412
    said = words(answer)
    assert "Petra changed this while you were writing." in said
    assert "It says now From Petra" in said
    again = fields(answer.text)
    assert (again["belief"], again["because"], again["signal"]) == ("From Ben", "Mine too", "it ranks")
    assert now(card).belief == "From Petra"
    assert post(world, "ben", card, "hypothesis/", again).status_code == 200
    found = now(card)
    assert (found.belief, found.because, found.signal) == ("From Ben", "Mine too", "it ranks")


def test_both_have_changed_the_criteria(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, criteria=[AUC, LOSS])
    answer = post(world, "ben", card, "hypothesis/", {**form, "criteria-0-target": ".9"})
    assert answer.status_code == 412
    assert "The criteria are now val.auc ≥ 0.82 loss < 0.3" in words(answer)
    assert fields(answer.text)["criteria-0-target"] == ".9"
    post(world, "ben", card, "hypothesis/", fields(answer.text))
    assert [row.target for row in now(card).criteria.all()] == [0.9]


def test_the_plain_fields_say_what_they_are_now(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"budget": "3d", "forecast": 0.4, "run_policy": "best"})
    mine = {"budget": "8d", "forecast": "70", "run_policy": "latest_finished"}
    said = words(post(world, "ben", card, "hypothesis/", {**form, **mine}))
    assert "It says now 3d" in said
    assert "It says now 40 %" in said
    assert "It says now the best run, if most runs pass" in said


def test_what_somebody_emptied_is_told_as_empty(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": ""})
    assert "It says now empty" in words(post(world, "ben", card, "hypothesis/", form, belief="From Ben"))


def test_two_who_write_the_same_agree(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": "the same"})
    assert post(world, "ben", card, "hypothesis/", form, belief="the same").status_code == 200


def test_another_row_keeps_what_was_seen(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": "From Petra"})
    longer = fields(post(world, "ben", card, "hypothesis/", form, belief="From Ben", do="add").text)
    assert longer["seen"] == form["seen"]
    assert post(world, "ben", card, "hypothesis/", longer).status_code == 412


@pytest.mark.parametrize("seen", ["", "null", "[1]", "{", json.dumps({"belief": 1})])
def test_prints_that_cannot_be_read_do_no_harm(world: World, card: Card, seen: str) -> None:
    answer = post(world, "ben", card, "hypothesis/", {**opened(world, card), "seen": seen}, outcome="mine")
    assert answer.status_code == 200
    assert now(card).outcome == "mine"


def test_without_scripts_the_page_shows_both(world: World, card: Card) -> None:
    form = opened(world, card)
    save(world, card, changes={"belief": "From Petra"})
    page = client_of(world.ben).post(f"/c/{card.ref}/hypothesis/", {**form, "belief": "From Ben"})
    assert page.status_code == 412
    assert "It says now From Petra" in words(page)


def test_the_action_names_the_fields(world: World, card: Card) -> None:
    seen = prints_of(now(card))
    save(world, card, changes={"belief": "From Petra"})
    with pytest.raises(ChangedByBoth) as caught:
        save(world, card, "ben", changes={"belief": "From Ben"}, seen=seen)
    assert caught.value.extra == {"fields": ["belief"]}
    assert seen_in(json.dumps(seen)) == seen


def test_the_form_of_a_first_draft(world: World) -> None:
    card = world.hypothesis(world.board(), "Another")
    assert post(world, "ben", card, "hypothesis/", form_of(seen=opened(world, card)["seen"])).status_code == 200
    assert now(card).belief == "boosted trees"
