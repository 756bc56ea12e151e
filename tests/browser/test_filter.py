"""Filters hide cards and nothing else: counts, order and drops stay right."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boards.actions import edit_card
from boards.filter_language import keys
from boards.models import Board
from tests.boards.filter_scene import SHOWN, WRONG, filter_board
from tests.browser.desk import Desk
from tests.world import World

pytestmark = pytest.mark.browser


def assign(desk: Desk, title: str, *names: str) -> None:
    card = desk.board.cards.get(title=title)
    edit_card(cause=desk.world.by("ben"), card=card, changes={"assignees": list(names)})


def test_text_is_in_the_address_and_survives_a_reload(desk: Desk) -> None:
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("e")
    expect(desk.lane("to do").locator(".card:not([data-ui-hide])")).to_have_count(0)
    assert desk.titles("test hypothesis") == "E"
    assert desk.page.url.endswith("?q=e")
    desk.page.reload()
    desk.ready()
    assert desk.titles("to do") == ""
    assert desk.head("to do") == "4 cards"


def test_choices_are_shared_by_link_and_taken_back_with_the_browser(desk: Desk) -> None:
    assign(desk, "C", "ben")
    desk.open("ben")
    desk.page.get_by_role("button", name="Mine").click()
    assert desk.titles("to do") == "C"
    assert desk.page.url.endswith("?q=assignee:me")
    desk.page.go_back()
    expect(desk.lane("to do").locator(".card:not([data-ui-hide])")).to_have_count(4)
    desk.open("ben", "?who=none&kind=task")
    assert desk.titles("to do") == "A B D"
    assert desk.titles("test hypothesis") == ""


def test_a_drop_between_visible_cards_keeps_the_hidden_ones_in_place(desk: Desk) -> None:
    for title in ("A", "C", "H"):
        assign(desk, title, "ben")
    desk.open("ben", "?who=me")
    assert desk.titles("to do") == "A C"
    desk.drag("H", "to do", before="C")
    desk.saved()
    assert desk.titles("to do") == "A H C"
    assert desk.stored("to do") == "A B H C D"


def test_a_drop_below_the_last_visible_card_lands_right_after_it(desk: Desk) -> None:
    for title in ("B", "H"):
        assign(desk, title, "ben")
    desk.open("ben", "?who=me")
    desk.drag("H", "to do")
    desk.saved()
    assert desk.stored("to do") == "A B H C D"


def test_nothing_found_says_so_and_offers_the_way_out(desk: Desk) -> None:
    desk.open("ben", "?q=nowhere&label=none")
    expect(desk.page.locator(".nohits")).to_contain_text("No cards match nowhere label:none.")
    desk.page.locator(".nohits").get_by_role("button", name="Clear filters").click()
    expect(desk.page.locator(".nohits")).to_have_count(0)
    assert desk.titles("to do") == "A B C D"
    assert desk.page.url.endswith(f"/boards/{desk.board.key}/")


def test_a_filter_looks_at_cards_that_were_not_loaded_yet(desk: Desk) -> None:
    for n in range(60):
        desk.world.card(desk.board, f"many {n}", "update model")
    desk.open("ben")
    expect(desk.lane("update model").locator(".card")).to_have_count(50)
    desk.page.locator("#filter-q").fill("many 59")
    expect(desk.card("many 59")).to_be_visible()


def test_the_rest_of_a_long_lane_comes_when_asked_for(desk: Desk) -> None:
    for n in range(60):
        desk.world.card(desk.board, f"many {n}", "update model")
    desk.open("ben")
    desk.lane("update model").get_by_role("button", name="Show 11 more").click()
    expect(desk.lane("update model").locator(".card")).to_have_count(61)
    expect(desk.lane("update model").locator("[data-more]")).to_have_count(0)


class TestTheLanguage:
    """The same table that the server answers, put to the modules of the page."""

    @pytest.fixture
    def board(self, world: World) -> Board:
        return filter_board(world)

    def test_the_browser_answers_every_case_as_the_server_does(self, desk: Desk) -> None:
        expect(desk.page.locator(".tb[data-state]")).to_have_count(1)
        answered = desk.page.evaluate(
            """async (queries) => {
                const { parse, meets } = await import("/static/js/filterlang.js");
                const { factsOf } = await import("/static/js/filter.js");
                const cards = [...document.querySelectorAll(".card")];
                const letter = (card) => card.querySelector(".card__title a").textContent.trim()[0];
                const met = (terms) => cards.filter((card) => meets(factsOf(card), terms));
                const found = (terms) => met(terms).map(letter).sort().join(" ");
                return queries.map((query) => {
                    const { terms, error } = parse(query);
                    return [query, error || found(terms)];
                });
            }""",
            [query for query, _ in (*SHOWN, *WRONG)],
        )
        assert [tuple(each) for each in answered] == [tuple(each) for each in (*SHOWN, *WRONG)]

    def test_the_browser_knows_the_same_keys_and_words(self, desk: Desk) -> None:
        known = desk.page.evaluate("import('/static/js/filterlang.js').then(({KEYS}) => KEYS)")
        assert known == {name: list(words) for name, words in keys().items()}

    def test_suggestions_complete_keys_and_values(self, desk: Desk) -> None:
        desk.page.keyboard.press("/")
        desk.page.keyboard.type("lab")
        expect(desk.page.get_by_role("option", name="label")).to_be_visible()
        desk.page.keyboard.press("ArrowDown")
        desk.page.keyboard.press("Enter")
        expect(desk.page.get_by_role("option", name="call drops")).to_be_visible()
        desk.page.keyboard.type("ca")
        desk.page.keyboard.press("ArrowDown")
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("#filter-q")).to_have_value('label:"call drops" ')
        expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(1)
        assert desk.head("code review") == "1 card"
        assert desk.lane("code review").locator("[data-ui-shown]").get_attribute("data-ui-shown") == "1 of"

    def test_a_mistake_is_named_and_hides_nothing(self, desk: Desk) -> None:
        desk.page.keyboard.press("/")
        desk.page.keyboard.type("lable:nlp")
        expect(desk.page.get_by_role("alert").filter(has_text="Did you mean label?")).to_be_visible()
        expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(6)
        desk.page.keyboard.press("Escape")
        expect(desk.page.locator("#filter-error")).to_be_hidden()

    def test_chips_write_the_language_beside_what_was_typed(self, desk: Desk) -> None:
        desk.page.locator("#filter-q").fill("-two")
        desk.page.locator("#filter-kind").click()
        desk.page.get_by_role("menuitemcheckbox", name="Task").click()
        expect(desk.page.locator("#filter-q")).to_have_value("-two kind:task")
        assert desk.titles("to do") == "A alpha"
        desk.page.go_back()
        expect(desk.page.locator("#filter-q")).to_have_value("-two")
        desk.page.reload()
        desk.ready()
        expect(desk.page.locator("#filter-q")).to_have_value("-two")
        expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(5)
