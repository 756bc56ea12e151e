"""Cadence in a real browser: a line, Enter, the next; what others write appears and disturbs nobody who types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from boards.models import Board
from cadence import actions
from cadence.models import IterationItem, IterationTask, Meeting, MeetingNote
from cadence.rule import Rule
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    visitor = Desk(page, asgi_server, world, board)
    visitor.sign_in("ben")
    yield visitor
    page.goto("about:blank")
    assert visitor.complaints == []


@pytest.fixture
def other(browser: Browser, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """Petra, at her own desk."""
    page = browser.new_page()
    other = Desk(page, asgi_server, world, board)
    other.sign_in("petra")
    yield other
    page.close()
    assert other.complaints == []


@pytest.fixture
def item(world: World, board: Board) -> IterationItem:
    iteration = actions.plan_iteration(cause=world.by("petra"), board=board, goal="Fewer lost")
    return actions.add_item(
        cause=world.by("petra"), iteration=iteration, card=world.hypothesis(board, "Does text tell?").ref
    )


@pytest.fixture
def meeting(world: World, board: Board) -> Meeting:
    return actions.hold_meeting(cause=world.by(), board=board, kind="retrospective")


def cadence(desk: Desk) -> None:
    desk.page.goto(f"{desk.server}/boards/CHURN/cadence/")


def at(desk: Desk, meeting: Meeting) -> None:
    desk.page.goto(f"{desk.server}/boards/CHURN/meetings/{meeting.pk}/")


def test_tasks_are_typed_one_after_the_other(visitor: Desk, item: IterationItem) -> None:
    cadence(visitor)
    field = visitor.page.locator(f"#task-{item.pk}-create")
    field.click()
    for title in ("Train the model @petra", "Score every night"):
        visitor.page.keyboard.type(title)
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator(f"#tasks-{item.pk}-create")).to_contain_text(title.partition(" @")[0])
        expect(field).to_have_value("")
        expect(field).to_be_focused()
    assert list(IterationTask.objects.values_list("title", flat=True)) == ["Train the model", "Score every night"]


def test_a_task_is_ticked_by_the_keyboard_which_stays_there(
    visitor: Desk, world: World, item: IterationItem
) -> None:
    task = actions.add_task(cause=world.by(), item=item, kind="create", title="Train it")
    cadence(visitor)
    box = visitor.page.locator(f"#task-{task.pk}-done")
    box.focus()
    visitor.page.keyboard.press("Space")
    expect(box).to_have_attribute("aria-checked", "true")
    expect(box).to_be_focused()
    visitor.page.keyboard.press("Space")
    expect(box).to_have_attribute("aria-checked", "false")


def test_a_press_counts_though_the_answer_to_the_one_before_is_still_on_its_way(
    visitor: Desk, world: World, item: IterationItem
) -> None:
    task = actions.add_task(cause=world.by(), item=item, kind="create", title="Train it")
    cadence(visitor)
    held: list[tuple[Route, APIResponse]] = []
    visitor.page.route("**/tasks/**", lambda route: held.append((route, route.fetch())), times=1)
    box = visitor.page.locator(f"#task-{task.pk}-done")
    box.press("Space")
    expect(box).to_have_attribute("aria-checked", "true")  # the stream has told it
    box.press("Space")
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(box).to_have_attribute("aria-checked", "false")
    task.refresh_from_db()
    assert task.done_at is None


def test_what_is_refused_is_said_and_stays_as_it_was_typed(visitor: Desk, item: IterationItem) -> None:
    cadence(visitor)
    field = visitor.page.locator(f"#task-{item.pk}-create")
    field.fill("Train it @nobody")
    field.press("Enter")
    expect(visitor.page.locator(".toast")).to_contain_text("nobody is not in the team.")
    expect(field).to_have_value("Train it @nobody")
    visitor.complaints = [said for said in visitor.complaints if "400" not in said]  # asked for


def test_a_note_that_arrives_disturbs_nobody_who_types(
    visitor: Desk, other: Desk, meeting: Meeting, world: World
) -> None:
    at(visitor, meeting)
    at(other, meeting)
    mine = visitor.page.locator("#note-change")
    mine.click()
    visitor.page.keyboard.type("Boxes are too")
    other.page.locator("#note-keep").fill("Good answers")
    other.page.locator("#note-keep").press("Enter")
    expect(visitor.page.locator("#notes-hidden")).to_contain_text("1 note of others is hidden")
    expect(mine).to_have_value("Boxes are too")
    expect(mine).to_be_focused()
    visitor.page.keyboard.type(" long")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#notes-change")).to_contain_text("Boxes are too long")
    expect(visitor.page.locator("body")).not_to_contain_text("Good answers")
    other.page.locator("#notes-reveal").click()
    expect(visitor.page.locator("#notes-keep")).to_contain_text("Good answers")


def test_a_note_half_typed_is_there_after_a_reload(visitor: Desk, meeting: Meeting) -> None:
    at(visitor, meeting)
    field = visitor.page.locator("#note-idea")
    field.fill("Show the forecast")
    field.blur()
    visitor.page.reload()
    expect(field).to_have_value("Show the forecast")


def test_two_put_their_dots_at_the_same_time(visitor: Desk, other: Desk, meeting: Meeting, world: World) -> None:
    note = actions.add_note(cause=world.by(), meeting=meeting, text="Shorter boxes")
    actions.reveal_notes(cause=world.by(), meeting=meeting)
    at(visitor, meeting)
    at(other, meeting)
    for desk in (visitor, other):
        desk.page.locator(f"#vote-{note.pk}").click()
    for desk in (visitor, other):
        expect(desk.page.locator(f"#note-{note.pk} .dots")).to_have_text("2 1 yours")
    visitor.page.locator(f"#vote-{note.pk}").focus()
    for left in ("1", "0"):
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator("#votes-left")).to_contain_text(f"{left} of your 3 dots left")
    expect(other.page.locator(f"#note-{note.pk} .dots")).to_have_text("4 1 yours")
    note.refresh_from_db()
    assert note.votes == 4
    assert MeetingNote.objects.count() == 1


def test_an_action_becomes_a_card(visitor: Desk, meeting: Meeting) -> None:
    at(visitor, meeting)
    visitor.page.locator("#action-title").fill("Ask sales")
    visitor.page.locator("#action-assignee").select_option("petra")
    visitor.page.locator("#action-title").press("Enter")
    expect(visitor.page.locator("#actions-list")).to_contain_text("Ask sales")
    assert meeting.actions.get().card.assignees.get().username == "petra"


def test_a_meeting_that_was_closed_too_early_goes_on_for_all(visitor: Desk, other: Desk, meeting: Meeting) -> None:
    """By the keyboard; who looks on has the fields for notes back without loading the page again."""
    at(visitor, meeting)
    at(other, meeting)
    visitor.page.locator("#meeting-end").press("Enter")
    expect(visitor.page.locator("#meeting-state")).to_contain_text("closed")
    expect(other.page.locator("#note-keep")).to_have_count(0)
    visitor.page.locator("#meeting-reopen").press("Enter")
    expect(visitor.page.locator("#meeting-state")).to_contain_text("Open since")
    expect(other.page.locator("#note-keep")).to_be_visible()


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_neither_page_has_a_barrier(
    visitor: Desk, world: World, item: IterationItem, meeting: Meeting, look: Any
) -> None:
    visitor.sign_in("petra")
    actions.add_task(cause=world.by(), item=item, kind="create", title="Train it", assignee="ben")
    when: dict[str, Any] = {"rule": Rule("week", "tue"), "time": time(10)}
    actions.schedule_meeting(cause=world.by("petra"), board=visitor.board, kind="item_review", **when)
    days = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 12, 4)}
    actions.plan_increment(cause=world.by("petra"), board=visitor.board, name="Winter", goal="Fewer", **days)
    actions.add_note(cause=world.by("petra"), meeting=meeting, text="A note")
    visitor.page.emulate_media(color_scheme="light" if look == "phone" else look)
    if look == "phone":
        visitor.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("cadence/", f"meetings/{meeting.pk}/"):
        visitor.page.goto(f"{visitor.server}/boards/CHURN/{path}")
        for summary in visitor.page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert violations(visitor) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
