"""Ranking in a real browser: by keys, by hand, by number, by button, and every act taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from boards.models import Board
from tests.browser.desk import Desk
from tests.world import World
from timeboxes.actions.initiatives import create_initiative, group_card

pytestmark = pytest.mark.browser


@pytest.fixture
def backlog(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """Five questions, as petra sees them."""
    for number, title in enumerate(("P", "Q", "R", "S", "T")):
        card = world.hypothesis(board, title, "backlog")
        world.write(card, forecast=0.5, budget=f"{5 - number}d")
    desk = Desk(page, asgi_server, world, board)
    desk.sign_in("petra")
    page.goto(f"{asgi_server}/boards/CHURN/backlog/")
    page.wait_for_load_state("networkidle")
    yield desk
    page.goto("about:blank")
    assert desk.complaints == []


def shown(desk: Desk) -> str:
    return "".join(desk.page.locator(".ranked__title a").all_inner_texts())


def becomes(desk: Desk, order: str) -> None:
    """On the screen at once, and soon on the server."""
    assert shown(desk) == order
    for _ in range(200):  # a machine may be busy
        stored = desk.stored("backlog").replace(" ", "")
        if stored == order:
            return
        desk.page.wait_for_timeout(100)
    raise AssertionError(stored)


def focus(desk: Desk, title: str) -> None:
    desk.page.locator(f"#title-{desk.ref(title)}").focus()


def test_shift_and_a_letter_rank_and_the_focus_stays(backlog: Desk) -> None:
    focus(backlog, "Q")
    for key in ("Shift+K", "Shift+J", "Shift+J"):  # the last order is none of those before
        backlog.page.keyboard.press(key)

    becomes(backlog, "PRQST")
    assert backlog.focused() == f"title-{backlog.ref('Q')}"
    expect(backlog.page.locator("#live")).to_have_text(f"{backlog.ref('Q')} is number 3 of 5")
    assert backlog.page.input_value(f"#rank-{backlog.ref('Q')}") == "3"


def test_z_takes_the_last_act_back(backlog: Desk) -> None:
    focus(backlog, "P")
    backlog.page.keyboard.press("Shift+J")
    becomes(backlog, "QPRST")

    backlog.page.keyboard.press("z")

    expect(backlog.page.locator(".ranked__title a").first).to_have_text("P")
    becomes(backlog, "PQRST")


def drag(desk: Desk, title: str, onto: str, *, drop: bool = True) -> None:
    row, target = (desk.page.locator(f"#row-{desk.ref(name)}") for name in (title, onto))
    row.hover()
    start, end = row.locator("[data-grip]").bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    desk.page.mouse.move(start["x"] + 6, start["y"] + 8)
    desk.page.mouse.down()
    desk.page.mouse.move(start["x"] + 6, end["y"] + end["height"] / 2 + 6, steps=6)
    if drop:
        desk.page.mouse.up()


def test_a_row_is_dragged_by_its_handle(backlog: Desk) -> None:
    with backlog.page.expect_response("**/placement/"):
        drag(backlog, "P", "S")

    becomes(backlog, "QRSPT")
    assert backlog.posts == [f"/c/{backlog.ref('P')}/placement/"]


def test_escape_puts_a_dragged_row_back(backlog: Desk) -> None:
    drag(backlog, "P", "S", drop=False)
    backlog.page.keyboard.press("Escape")
    backlog.page.mouse.up()

    assert shown(backlog) == "PQRST"
    assert backlog.posts == []
    assert backlog.page.locator("[data-ui-dragging]").count() == 0


def test_a_number_is_typed_and_nonsense_is_put_back(backlog: Desk) -> None:
    field = backlog.page.locator(f"#rank-{backlog.ref('T')}")
    field.fill("1")
    field.press("Enter")
    expect(backlog.page.locator(".ranked__title a").first).to_have_text("T")

    field.fill("first")
    field.press("Enter")

    expect(backlog.page.locator(".toast[data-kind=error]")).to_have_text("A place is a number from 1 to 5.")
    expect(field).to_have_value("1")
    assert backlog.stored("backlog") == "T P Q R S"


def test_a_selection_is_ranked_by_button_and_moved_onto_the_board(backlog: Desk) -> None:
    for title in ("P", "R"):
        backlog.page.check(f"#select-{backlog.ref(title)}")
    expect(backlog.page.locator("#bulk b")).to_have_text("2 selected")
    backlog.page.get_by_role("button", name="To the bottom").click()
    becomes(backlog, "QSTPR")

    backlog.page.select_option("#bulk-lane", label="to do")
    backlog.page.get_by_role("button", name="Move", exact=True).click()

    expect(backlog.page.locator(".ranked__title a")).to_have_count(3)
    expect(backlog.page.locator("#bulk")).to_be_hidden()
    assert backlog.stored("to do") == "A B C D P R"


def test_the_order_by_score_is_shown_applied_and_taken_back(backlog: Desk) -> None:
    backlog.page.get_by_role("link", name="Sort by score…").click()
    expect(backlog.page.locator("#proposal")).to_contain_text("Nothing is saved yet")
    assert (shown(backlog), backlog.stored("backlog")) == ("TSRQP", "P Q R S T")

    backlog.page.get_by_role("button", name="Apply this order").click()
    expect(backlog.page.locator("#proposal")).to_have_count(0)
    becomes(backlog, "TSRQP")
    assert backlog.page.url.endswith("/backlog/")

    backlog.page.locator(".toast").get_by_role("button").click()
    expect(backlog.page.locator(".ranked__title a").first).to_have_text("P")
    becomes(backlog, "PQRST")


def test_questions_are_added_one_after_the_other(backlog: Desk) -> None:
    backlog.page.keyboard.press("c")
    for title in ("U", "V"):
        backlog.page.keyboard.type(title)
        backlog.page.keyboard.press("Enter")
        expect(backlog.page.locator(".ranked__title a").last).to_have_text(title)
        expect(backlog.page.locator("#add-title")).to_have_value("")
        assert backlog.focused() == "add-title"

    becomes(backlog, "PQRSTUV")


def test_filtering_keeps_the_focus_and_the_true_numbers(backlog: Desk) -> None:
    backlog.page.keyboard.press("/")
    backlog.page.keyboard.type("q")

    expect(backlog.page.locator(".ranked__title a")).to_have_count(1)
    assert backlog.focused() == "filter-q"
    assert backlog.page.input_value(f"#rank-{backlog.ref('Q')}") == "2"
    assert backlog.page.url.endswith("?q=q")


def test_a_refused_move_shows_where_the_card_really_is(backlog: Desk, world: World, board: Board) -> None:
    world.move(board.cards.get(title="P"), "to do")
    focus(backlog, "P")

    backlog.page.keyboard.press("Shift+J")

    expect(backlog.page.locator(".toast[data-kind=error]")).to_be_visible()
    expect(backlog.page.locator(".ranked__title a").first).to_have_text("Q")


def test_typing_is_no_shortcut(backlog: Desk) -> None:
    backlog.page.fill("#add-title", "")
    backlog.page.focus("#add-title")
    backlog.page.keyboard.type("xzJKc")

    assert backlog.page.input_value("#add-title") == "xzJKc"
    assert backlog.posts == []


def test_the_line_of_two_weeks_is_dragged_moved_by_buttons_and_taken_back(backlog: Desk) -> None:
    page, place = backlog.page, "rows => rows.findIndex((row) => row.id === 'cut')"
    rows, filled = page.locator("#row-list > tr"), page.locator("#cut-sum")
    expect(filled).to_have_text("9 of 10 d filled")
    assert rows.evaluate_all(place) == 2
    page.locator("#cut-down").focus()
    page.keyboard.press("Enter")
    expect(filled).to_have_text("12 of 10 d filled, too much")
    expect(page.locator("#cut-down")).to_be_focused()
    grip, first = page.locator("#cut .grip").bounding_box(), page.locator("#row-list > tr").first.bounding_box()
    assert grip
    assert first
    page.mouse.move(grip["x"] + 6, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 6, first["y"] + first["height"] - 2, steps=8)
    page.mouse.up()
    expect(filled).to_have_text("5 of 10 d filled")
    assert rows.evaluate_all(place) == 1
    focus(backlog, "P")
    page.keyboard.press("z")
    expect(filled).to_have_text("12 of 10 d filled, too much")


def test_numbers_are_typed_into_the_row_and_a_wrong_one_stays_to_be_corrected(backlog: Desk) -> None:
    page, ref = backlog.page, backlog.ref("P")
    score = page.locator(f"#row-{ref} .ranked__score .num")
    page.locator(f"#belief-{ref}").fill("90")
    page.keyboard.press("Enter")
    expect(score).to_have_text("0.09")
    days = page.locator(f"#days-{ref}")
    days.fill("soon")
    page.keyboard.press("Enter")
    expect(days).to_have_attribute("aria-invalid", "")
    assert days.input_value() == "soon"
    days.fill("1")
    page.keyboard.press("Enter")
    expect(score).to_have_text("0.47")


def test_a_selection_goes_to_the_board_and_comes_back_whole(backlog: Desk) -> None:
    page = backlog.page
    for title in ("Q", "S"):
        focus(backlog, title)
        page.keyboard.press("x")
    page.locator("#bulk-move").click()
    expect(page.locator("#row-list > tr[data-ref]")).to_have_count(3)
    focus(backlog, "P")
    page.keyboard.press("z")
    expect(page.locator("#row-list > tr[data-ref]")).to_have_count(5)
    becomes(backlog, "PQRST")


def test_the_filter_suggests_what_may_stand_in_it(backlog: Desk) -> None:
    page, offers = backlog.page, backlog.page.locator("#filter-offers [role=option]")
    page.keyboard.press("/")
    page.keyboard.type("q lab")
    expect(offers.first).to_contain_text("label")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(offers.first).to_have_text("No labelnone")
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#filter-q")).to_have_value("q label:none ")
    page.wait_for_url("**?q=q+label%3Anone")
    expect(page.locator(".ranked__title a")).to_have_text(["Q"])
    page.keyboard.type("-assignee:be")
    expect(offers).to_have_text(["Benben"])
    page.keyboard.press("Escape")
    expect(page.locator("#filter-offers")).to_be_hidden()
    assert backlog.focused() == "filter-q"


def test_the_filter_suggests_the_initiatives_of_the_board(backlog: Desk) -> None:
    page, offers = backlog.page, backlog.page.locator("#filter-offers [role=option]")
    pilot = create_initiative(cause=backlog.world.by("petra"), board=backlog.board, name="Pilot in two regions")
    group_card(cause=backlog.world.by("petra"), initiative=pilot, card=backlog.board.cards.get(title="R"))
    page.reload()
    page.keyboard.press("/")
    page.keyboard.type("initiative:re")
    expect(offers).to_have_text([f"Pilot in two regions{pilot.pk}"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".ranked__title a")).to_have_text(["R"])


def test_what_was_discussed_is_marked_by_keys_and_taken_back(backlog: Desk) -> None:
    page, marks = backlog.page, backlog.page.locator("#row-list .mark")
    for title in ("P", "R"):
        focus(backlog, title)
        page.keyboard.press("x")
    page.locator("#bulk-discussed").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("2 cards discussed.")
    expect(marks).to_have_count(2)
    expect(page.locator(f"#row-{backlog.ref('R')} .mark")).to_contain_text("Petra")
    focus(backlog, "P")
    page.keyboard.press("z")
    expect(marks).to_have_count(0)


def test_a_concern_is_raised_in_the_bar_and_settled_in_its_row(backlog: Desk) -> None:
    page, ref = backlog.page, backlog.ref("S")
    focus(backlog, "S")
    page.keyboard.press("x")
    page.locator("#bulk-raise").click()
    expect(page.locator(f"#stays-{ref}")).to_be_visible()  # a concern says what it is
    focus(backlog, "S")
    page.locator(f"#select-{ref}").check()
    page.locator("#bulk-concern").fill("It leaks the label")
    page.keyboard.press("Enter")
    expect(page.locator(f"#concern-{ref}")).to_contain_text("Petra: It leaks the label")
    page.locator(f"#settle-{ref}").click()
    expect(page.locator(f"#concern-{ref}")).to_have_count(0)
    focus(backlog, "S")
    page.keyboard.press("z")
    expect(page.locator(f"#concern-{ref}")).to_contain_text("It leaks the label")
