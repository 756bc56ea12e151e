"""Adding cards without leaving the lane; what is typed is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boards.models import Card
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_enter_adds_and_keeps_the_box_open(desk: Desk) -> None:
    desk.link("F").focus()
    desk.page.keyboard.press("c")
    box = desk.page.get_by_label("Title of the card")
    box.fill("First question")
    box.press("Enter")
    expect(desk.lane("code review").locator(".card")).to_have_count(3)
    box.fill("Second question")
    box.press("Enter")
    expect(desk.lane("code review").locator(".card")).to_have_count(4)
    assert desk.stored("code review") == "F G First question Second question"
    assert Card.objects.get(title="First question").kind == "hypothesis"
    expect(box).to_be_focused()
    assert desk.head("code review") == "Over the limit: 4 cards, limit 2"


def test_labels_and_people_can_be_typed(desk: Desk) -> None:
    desk.page.get_by_role("button", name="New card").click()
    box = desk.page.get_by_label("Title of the card")
    box.fill("Look at the tails @petra #unknown")
    box.press("Enter")
    expect(desk.lane("to do").locator(".card")).to_have_count(5)
    card = Card.objects.get(title="Look at the tails #unknown")
    assert [person.username for person in card.assignees.all()] == ["petra"]


def test_marks_are_shown_before_they_count(desk: Desk) -> None:
    desk.link("F").focus()
    desk.page.keyboard.press("c")
    desk.page.keyboard.type("Look at the tails @petra !high ^3d #nope")
    read = desk.page.locator(".quick__read")
    expect(read).to_contain_text("Petra")
    for words in ("high priority", "3d box", "#nope stays text"):
        expect(read).to_contain_text(words)
    desk.page.keyboard.press("Enter")
    expect(desk.lane("code review").locator(".card")).to_have_count(3)
    card = Card.objects.get(title="Look at the tails #nope")
    assert (card.priority, card.face["round"]["budget_minutes"] > 0) == ("high", True)
    expect(read).to_be_hidden()


def test_a_pasted_list_is_offered_as_many_cards_and_taken_back_as_one_act(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("c")
    box = desk.page.get_by_label("Title of the card")
    box.fill("- One\n- Two\n- Three")
    expect(desk.page.get_by_role("button", name="add 3 cards")).to_be_visible()
    expect(desk.page.get_by_role("button", name="As one card")).to_be_visible()
    box.press("Enter")
    expect(desk.lane("to do").locator(".card")).to_have_count(7)
    assert desk.titles("to do") == desk.stored("to do") == "A B C D One Two Three"
    assert desk.posts.count(f"/boards/{desk.board.key}/cards/") == 1
    expect(desk.page.locator("#live")).to_have_text("3 cards added to To do")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.stored("to do") == "A B C D"
    assert desk.head("to do") == "4 cards"


def test_a_pasted_hypothesis_is_offered_as_one(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("c")
    box = desk.page.get_by_label("Title of the card")
    box.fill("We believe a smaller model will find churn.\nWe'll know when val.auc >= 0.82")
    expect(desk.page.locator(".quick__read")).to_contain_text("val.auc >= 0.82")
    desk.page.get_by_role("button", name="add as hypothesis").click()
    expect(desk.lane("to do").locator(".card")).to_have_count(5)
    card = Card.objects.get(title="A smaller model will find churn")
    assert (card.kind, card.face["criteria"]["total"], card.face["round"]["locked_at"]) == ("hypothesis", 1, None)


def test_the_text_survives_escape_and_reload(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("c")
    desk.page.get_by_label("Title of the card").fill("Half a thought")
    desk.page.keyboard.press("Escape")
    assert desk.page.locator(".quick").count() == 0
    desk.page.reload()
    desk.ready()
    desk.lane("to do").get_by_role("button", name="Add card", exact=True).click()
    expect(desk.page.get_by_label("Title of the card")).to_have_value("Half a thought")
    desk.page.keyboard.press("Enter")
    expect(desk.lane("to do").locator(".card")).to_have_count(5)
    desk.page.reload()
    desk.ready()
    desk.lane("to do").get_by_role("button", name="Add card", exact=True).click()
    expect(desk.page.get_by_label("Title of the card")).to_have_value("")


def test_a_refused_card_leaves_the_text_in_the_box(desk: Desk) -> None:
    desk.page.route("**/cards/", lambda route: route.fulfill(status=500))
    desk.page.get_by_role("button", name="New card").click()
    box = desk.page.get_by_label("Title of the card")
    box.fill("Precious")
    box.press("Enter")
    expect(desk.page.locator(".quick")).to_contain_text("Not saved")
    expect(box).to_have_value("Precious")


def test_a_title_is_edited_in_place(desk: Desk) -> None:
    desk.link("B").focus()
    desk.page.keyboard.press("e")
    desk.page.keyboard.type("B, but better")
    desk.page.keyboard.press("Enter")
    expect(desk.lane("to do").locator(".card__title a").nth(1)).to_have_text("B, but better")
    expect(desk.page.locator(".toast")).to_contain_text("changed")
    assert Card.objects.filter(title="B, but better").exists()


def test_i_puts_me_on_the_card_and_takes_me_off(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("i")
    expect(desk.card("A").get_by_role("img", name="Ben")).to_be_visible()
    desk.page.keyboard.press("i")
    expect(desk.card("A").get_by_role("img", name="Ben")).to_have_count(0)


def test_a_blocked_card_says_why(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press(".")
    desk.page.get_by_role("menuitem", name="Blocked…").click()
    desk.page.get_by_label("Reason").fill("billing export")
    desk.page.keyboard.press("Enter")
    expect(desk.card("A")).to_contain_text("Blocked · billing export")


def test_an_archived_card_leaves_and_focus_goes_to_the_next(desk: Desk) -> None:
    desk.link("B").focus()
    desk.page.keyboard.press(".")
    desk.page.get_by_role("menuitem", name="Archive").click()
    expect(desk.lane("to do").locator(".card")).to_have_count(3)
    assert desk.focused() == f"card-{desk.ref('C')}-link"
    assert desk.head("to do") == "3 cards"
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.titles("to do") == "A B C D"


def test_a_card_with_unsent_text_carries_a_dot(desk: Desk) -> None:
    desk.link("B").focus()
    desk.page.keyboard.press("e")
    desk.page.keyboard.type("Half a title")
    desk.page.reload()
    desk.ready()
    expect(desk.page.locator("[data-ui-draft]")).to_have_attribute("data-ref", desk.ref("B"))
    desk.link("B").focus()
    desk.page.keyboard.press("e")
    expect(desk.page.get_by_label("Title of")).to_have_value("Half a title")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("[data-ui-draft]")).to_have_count(0)
