"""Swim-lanes: what is on the screen is arranged, the lanes stay what they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from playwright.sync_api import Route, expect

from boards.actions import edit_card
from boards.models import BoardLook, Card
from boards.views.board import sent
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import lane_of

pytestmark = pytest.mark.browser


def give(desk: Desk, title: str, **changes: Any) -> None:
    card = desk.board.cards.get(title=title)
    edit_card(cause=desk.world.by("ben"), card=card, changes=changes)


def rows(desk: Desk, name: str) -> str:
    """The rows of a lane from top to bottom, with their cards."""
    return str(
        desk.lane(name)
        .locator(".lane__list")
        .evaluate(
            """(list) => [...list.querySelectorAll(":scope > .swim, :scope > .card")]
             .filter((node) => node.checkVisibility())
             .sort((a, b) => a.offsetTop - b.offsetTop)
             .map((node) => node.matches(".swim") ? `${node.querySelector('.swim__name').textContent}:`
                : node.querySelector(".card__title a").textContent.trim())
             .join(" ")"""
        )
    )


def spoken(desk: Desk) -> list[str]:
    """Headings and named lists in the order in which the browser gives them to a screen reader."""
    told: Any = desk.page.context.new_cdp_session(desk.page).send("Accessibility.getFullAXTree")
    nodes = {node["nodeId"]: node for node in told["nodes"]}

    def walk(node: Any) -> Iterator[str]:
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        if role in ("heading", "list") and name:
            yield f"{role} {name}"
        for child in node.get("childIds", []):
            if child in nodes:
                yield from walk(nodes[child])

    return list(walk(told["nodes"][0]))


def people(title: str) -> list[str]:
    return sorted(Card.objects.get(title=title).assignees.values_list("username", flat=True))


def grouped(desk: Desk, by: str = "person") -> None:
    give(desk, "A", assignees=["petra"])
    give(desk, "C", assignees=["ben"])
    give(desk, "H", assignees=["petra"], labels=["nlp"])
    desk.open("ben", f"?group={by}")
    expect(desk.page.locator(".swim").first).to_be_attached()


def test_cards_stand_in_rows_that_begin_at_the_same_height_in_every_lane(desk: Desk) -> None:
    grouped(desk)
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: B D"
    assert rows(desk, "update model") == "Ben: Petra: H Nobody:"
    tops = desk.page.locator(".swim").evaluate_all(
        "(nodes) => nodes.map((node) => [node.dataset.group, Math.round(node.getBoundingClientRect().top)])"
    )
    assert len({(group, top) for group, top in tops}) == 3
    assert desk.head("to do") == "4 cards"
    desk.page.locator("#group").click()
    desk.page.get_by_role("menuitemradio", name="No groups").click()
    expect(desk.page.locator(".swim")).to_have_count(0)
    assert desk.titles("to do") == "A B C D"
    assert "group" not in desk.page.url


def drop_in_row(desk: Desk, title: str, lane: str, group: str) -> None:
    desk.pick_up(title)
    box = desk.lane(lane).locator(f'.swim[data-group="{group}"]').bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 2, steps=6)
    desk.page.mouse.up()
    desk.saved()


def test_a_drop_into_a_row_gives_the_card_to_its_person_and_one_undo_takes_both_back(desk: Desk) -> None:
    grouped(desk)
    drop_in_row(desk, "A", "update model", "ben")
    assert people("A") == ["ben"]
    assert desk.stored("update model") == "H A"
    expect(desk.page.locator("#live")).to_contain_text("assigned to Ben")
    assert rows(desk, "update model") == "Ben: A Petra: H Nobody:"
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert (people("A"), desk.stored("to do")) == (["petra"], "A B C D")


def test_a_drop_in_the_row_of_nobody_and_within_the_lane_changes_only_the_people(desk: Desk) -> None:
    grouped(desk)
    drop_in_row(desk, "C", "to do", "")
    assert people("C") == []
    assert "C" in rows(desk, "to do").split("Nobody:")[1]


def test_a_type_stays_what_it_is_and_that_is_said(desk: Desk) -> None:
    grouped(desk, "kind")
    assert rows(desk, "to do") == "Hypotheses: Tasks: A B C D"
    drop_in_row(desk, "A", "update model", "hypothesis")
    assert Card.objects.get(title="A").kind == "task"
    expect(desk.page.locator("#live")).to_contain_text("stays what it is")
    assert desk.stored("update model").split()[-1] == "A"


def test_keys_walk_and_move_within_the_row(desk: Desk) -> None:
    grouped(desk)
    desk.link("C").focus()
    desk.page.keyboard.press("j")
    assert desk.focused() == f"card-{desk.ref('A')}-link"
    desk.link("B").focus()
    desk.page.keyboard.press("Shift+J")
    desk.saved()
    assert desk.stored("to do") == "A C D B"
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: D B"
    desk.page.keyboard.press("Shift+K")
    desk.page.keyboard.press("Shift+K")
    desk.saved()
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: B D"


def test_a_row_is_folded_in_every_lane_and_stays_so(desk: Desk) -> None:
    grouped(desk)
    desk.lane("to do").get_by_role("button", name="Nobody").click()
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody:"
    assert rows(desk, "code review") == "Ben: Petra: Nobody:"
    expect(desk.lane("code review").locator('.swim[data-group=""] button')).to_have_attribute(
        "aria-expanded", "false"
    )
    expect(desk.lane("to do").get_by_role("button", name="Nobody 2 cards")).to_be_focused()
    assert desk.head("to do") == "4 cards"
    desk.page.evaluate("localStorage.clear()")
    desk.page.reload()
    desk.ready()
    expect(desk.card("B")).to_be_hidden()
    desk.lane("to do").get_by_role("button", name="Nobody").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.card("B")).to_be_visible()
    assert rows(desk, "code review") == "Ben: Petra: Nobody: F G"


def test_a_key_folds_the_row_of_the_card_and_the_focus_waits_on_its_heading(desk: Desk) -> None:
    grouped(desk)
    heading = desk.lane("to do").locator('.swim[data-group=""] button')
    desk.link("B").focus()
    desk.page.keyboard.press("f")
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody:"
    expect(heading).to_be_focused()
    expect(desk.page.locator("#live")).to_have_text("Row Nobody folded")
    desk.page.keyboard.press("f")
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: B D"
    expect(heading).to_be_focused()
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+F")
    assert rows(desk, "to do") == "Ben: Petra: Nobody:"
    expect(desk.page.locator("#live")).to_have_text("All rows folded")
    desk.page.reload()
    desk.ready()
    expect(desk.page.locator(".swim").first).to_be_attached()
    assert rows(desk, "to do") == "Ben: Petra: Nobody:"
    desk.page.keyboard.press("Shift+F")
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: B D"


def test_what_tab_reaches_is_in_sight_also_after_a_reload_with_folded_rows(desk: Desk) -> None:
    grouped(desk)
    desk.link("A").focus()
    desk.page.keyboard.press("f")
    desk.page.reload()
    desk.ready()
    expect(desk.page.locator(".swim").first).to_be_attached()
    expect(desk.card("A")).to_be_hidden()
    stops = desk.page.locator('.lane:first-of-type .card__title a[tabindex="0"]')
    expect(stops).to_have_count(1)
    expect(stops).to_be_visible()
    desk.page.keyboard.press("j")
    assert desk.focused().endswith("-link")


LOOK = "**/boards/*/look/"


@pytest.fixture
def held(desk: Desk) -> list[Route]:
    """A grouped board, and the first request about its look, which has not reached the server."""
    grouped(desk)
    held: list[Route] = []
    desk.page.route(LOOK, lambda route: held.append(route), times=1)
    desk.link("A").focus()
    return held


def test_a_fold_outlives_a_reload_that_comes_before_the_server_has_it(desk: Desk, held: list[Route]) -> None:
    desk.page.keyboard.press("f")
    desk.lane("code review").locator("[data-fold]").first.click()
    expect(desk.lane("code review")).to_have_attribute("data-ui-folded", "")
    with desk.page.expect_response(LOOK) as answered:
        desk.page.reload()
        desk.ready()
    expect(desk.page.locator(".swim").first).to_be_attached()
    assert rows(desk, "to do") == "Ben: C Petra: Nobody: B D"
    expect(desk.lane("code review")).to_have_attribute("data-ui-folded", "")
    assert answered.value.status == 204
    kept = BoardLook.objects.get()
    assert kept.rows == {"person": ["petra"]}
    assert kept.folded == [lane_of(desk.board, "code review").pk]


def test_a_fold_outlives_a_page_that_was_drawn_before_it_and_comes_after_it(
    desk: Desk, held: list[Route], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, go = threading.Event(), threading.Event()

    def late(response: HttpResponse, tag: str) -> HttpResponse:
        drawn.set()
        assert go.wait(60)
        return sent(response, tag)

    monkeypatch.setattr("boards.views.board.sent", late)
    desk.page.keyboard.press("f")
    desk.page.evaluate("document.documentElement.dataset.old = ''; location.reload()")
    assert drawn.wait(60)
    with desk.page.expect_response(LOOK):
        held[0].continue_()
    go.set()
    desk.page.wait_for_selector("html[data-ui-ready]:not([data-old])")
    expect(desk.page.locator(".swim").first).to_be_attached()
    assert rows(desk, "to do") == "Ben: C Petra: Nobody: B D"


def test_the_last_of_many_quick_folds_is_the_one_that_stays(desk: Desk, held: list[Route]) -> None:
    for key in ("f", "f", "Shift+F", "f"):  # the row of petra, and again; all rows; hers again
        desk.page.keyboard.press(key)
    assert rows(desk, "to do") == "Ben: Petra: A Nobody:"
    with desk.page.expect_response(lambda answer: "ben" in (answer.request.post_data or "")):
        held[0].continue_()
    assert BoardLook.objects.get().rows == {"person": ["", "ben"]}
    assert len([post for post in desk.posts if post.endswith("/look/")]) == 2, "one in flight, the last after it"


def test_the_palette_folds_this_row_one_by_name_and_all(desk: Desk) -> None:
    grouped(desk)
    desk.link("A").focus()
    palette(desk, "fold this row")
    assert rows(desk, "to do") == "Ben: C Petra: Nobody: B D"
    palette(desk, "fold the row nobody")
    assert rows(desk, "to do") == "Ben: C Petra: Nobody:"
    palette(desk, "unfold all rows")
    assert rows(desk, "to do") == "Ben: C Petra: A Nobody: B D"


def palette(desk: Desk, words: str) -> None:
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type(words)
    desk.page.keyboard.press("Enter")


def test_a_folded_row_is_walked_past_and_opens_for_the_card_in_hand(desk: Desk) -> None:
    grouped(desk)
    desk.lane("to do").get_by_role("button", name="Petra").click()
    desk.link("C").focus()
    desk.page.keyboard.press("j")
    assert desk.focused() == f"card-{desk.ref('B')}-link"
    drop_in_row(desk, "C", "to do", "petra")
    expect(desk.card("A")).to_be_visible()
    assert desk.focused() == f"card-{desk.ref('C')}-link"
    assert people("C") == ["petra"]


def test_a_row_is_a_heading_and_a_list_of_its_cards_for_a_screen_reader(desk: Desk) -> None:
    grouped(desk)
    heard = spoken(desk)
    first = heard.index("list To do")
    assert heard[first : first + 10] == [
        "list To do",
        *("heading Ben 1 card", "list Ben 1 card", "heading C"),
        *("heading Petra 1 card", "list Petra 1 card", "heading A"),
        *("heading Nobody 2 cards", "list Nobody 2 cards", "heading B"),
    ]
    assert violations(desk) == []


def test_grouped_lanes_are_as_wide_as_before_and_all_end_at_the_same_height(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1500, "height": 500})
    desk.lane("update model").hover()
    desk.lane("update model").get_by_role("button", name="Fold or unfold").click()
    widths = "(lanes) => lanes.map((lane) => Math.round(lane.getBoundingClientRect().width))"
    before = desk.page.locator(".lane").evaluate_all(widths)
    grouped(desk)
    desk.lane("to do").locator("[data-add]").last.click()
    bottoms = "(lanes) => lanes.map((lane) => Math.round(lane.getBoundingClientRect().bottom))"
    assert len(set(desk.page.locator(".lane").evaluate_all(bottoms))) == 1
    after = desk.page.locator(".lane").evaluate_all(widths)
    assert [abs(a - b) <= 16 for a, b in zip(before, after, strict=True)] == [True] * len(before)


def test_a_folded_lane_stays_folded_for_this_person_and_opens_under_a_waiting_card(desk: Desk) -> None:
    desk.lane("update model").hover()
    desk.lane("update model").get_by_role("button", name="Fold or unfold").click()
    expect(desk.lane("update model")).to_have_attribute("data-ui-folded", "")
    box = desk.lane("update model").bounding_box()
    assert box is not None
    assert box["width"] == 44
    desk.page.evaluate("localStorage.clear()")
    desk.page.reload()
    desk.ready()
    expect(desk.lane("update model")).to_have_attribute("data-ui-folded", "")
    desk.pick_up("A")
    desk.page.mouse.move(box["x"] + 20, box["y"] + 200, steps=4)
    expect(desk.lane("update model").locator(".card").first).to_be_visible()
    desk.page.mouse.up()
    desk.saved()
    assert "A" in desk.stored("update model")
