"""An iteration starts when its items are broken down and ends with their answers, never because of a date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden, Invalid
from boards.actions import trash_card
from boards.models import Board, Event
from cadence import actions
from cadence.actions.iterations import NotReady
from cadence.iteration_json import iteration_as_dict, with_all
from cadence.models import Iteration, IterationItem, IterationTask
from hypotheses.actions import record_verdict
from tests.cadence.conftest import broken_down
from tests.world import World, kinds, last_event

pytestmark = pytest.mark.django_db


def missing(refused: pytest.ExceptionInfo[NotReady]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


def test_one_is_open_at_a_time_and_numbers_go_on(world: World, board: Board, iteration: Iteration) -> None:
    with pytest.raises(Conflict, match="Iteration 1 has not ended"):
        actions.plan_iteration(cause=world.by("petra"), board=board)
    actions.remove_iteration(cause=world.by("petra"), iteration=iteration)
    assert actions.plan_iteration(cause=world.by("petra"), board=board).number == 1
    assert kinds(board)[-3:] == ["iteration.planned", "iteration.removed", "iteration.planned"]


def test_the_start_lists_everything_that_is_missing(world: World, iteration: Iteration) -> None:
    with pytest.raises(NotReady) as refused:
        actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    assert missing(refused) == [("items", "required")]


def test_each_item_needs_something_to_create_observe_and_analyze(
    world: World, board: Board, iteration: Iteration, item: IterationItem
) -> None:
    other = actions.add_item(cause=world.by("petra"), iteration=iteration, card=world.card(board, "B").ref)
    actions.add_task(cause=world.by(), item=item, kind="create", title="Train it")
    broken_down(world, other)
    with pytest.raises(NotReady) as refused:
        actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    ref = item.card.ref
    assert missing(refused) == [(ref, "no_observe"), (ref, "no_analyze")]
    actions.add_task(cause=world.by(), item=item, kind="observe", title="Two weeks")
    actions.add_task(cause=world.by(), item=item, kind="analyze", title="Compare")
    started = actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    assert started.state == "running"
    assert last_event(board).data["items"] == [ref, other.card.ref]


def test_it_ends_with_its_answers_and_not_by_a_date(world: World, board: Board, item: IterationItem) -> None:
    iteration = item.iteration
    broken_down(world, item)
    actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    world.later(days=400)
    actions.remind_due(world.at)
    iteration.refresh_from_db()
    assert iteration.state == "running"
    with pytest.raises(NotReady) as refused:
        actions.close_iteration(cause=world.by("petra"), iteration=iteration)
    assert missing(refused) == [(item.card.ref, "no_outcome")]
    actions.record_outcome(cause=world.by(), item=item, outcome="It holds.")
    assert actions.close_iteration(cause=world.by("petra"), iteration=iteration).closed_at == world.at
    assert last_event(board).data["days"] == 400
    with pytest.raises(Conflict, match="has ended"):
        actions.record_outcome(cause=world.by(), item=item, outcome="After all not.")
    assert actions.plan_iteration(cause=world.by("petra"), board=board).number == 2


def test_what_lies_in_the_trash_holds_nothing_up(
    world: World, board: Board, iteration: Iteration, item: IterationItem
) -> None:
    broken_down(world, item)
    gone = world.card(board, "Going")
    actions.add_item(cause=world.by("petra"), iteration=iteration, card=gone.ref)
    trash_card(cause=world.by(), card=gone)
    actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    actions.record_outcome(cause=world.by(), item=item, outcome="It holds.")
    assert actions.close_iteration(cause=world.by("petra"), iteration=iteration).state == "closed"


def test_the_verdict_of_the_card_is_offered_as_its_outcome(
    world: World, board: Board, iteration: Iteration
) -> None:
    card = world.running(board)
    world.push(card, **{"val.auc": 0.9})
    item = actions.add_item(cause=world.by("petra"), iteration=iteration, card=card.ref)
    broken_down(world, item)
    actions.start_iteration(cause=world.by("petra"), iteration=iteration)
    record_verdict(cause=world.by(), card=card, value="supported", learned="Text tells.", therefore="We build it.")
    shown = iteration_as_dict(with_all(Iteration.objects.all())[0], world.at)
    assert shown["items"][0]["offered_outcome"] == "Supported: Text tells. We build it."
    assert shown["items"][0]["outcome"] == ""


def test_a_task_is_done_opened_again_and_tells_only_what_changed(
    world: World, board: Board, item: IterationItem
) -> None:
    task = actions.add_task(cause=world.by(), item=item, kind="create", title="Train it", assignee="ben")
    seq = Event.objects.filter(board=board).count()
    actions.change_task(
        cause=world.by(), task=task, changes={"done": True, "assignee": "ben", "title": "Train it"}
    )
    task.refresh_from_db()
    assert task.done_at == world.at
    event = last_event(board)
    assert (set(event.data["changes"]), event.card_ref) == ({"done_at"}, item.card.ref)
    actions.change_task(cause=world.by(at=world.later(hours=1)), task=task, changes={"done": True})
    assert Event.objects.filter(board=board).count() == seq + 1
    actions.change_task(cause=world.by(), task=task, changes={"done": False, "assignee": None})
    task.refresh_from_db()
    assert not task.done_at
    assert task.assignee is None


def test_a_task_can_be_a_card_of_the_board(world: World, board: Board, item: IterationItem) -> None:
    other = world.board("OTHER")
    card = world.card(board, "The scoring job")
    task = actions.add_task(cause=world.by(), item=item, kind="create", card=card.ref)
    assert (task.title, task.card) == ("The scoring job", card)
    with pytest.raises(Invalid) as refused:
        actions.add_task(cause=world.by(), item=item, kind="create", card=world.card(other, "Elsewhere").ref)
    assert refused.value.errors[0].field == "card"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 301}),
        ("kind", {"kind": "dream"}),
        ("assignee", {"assignee": "dan"}),
    ],
)
def test_what_is_no_task_is_refused(world: World, item: IterationItem, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_task(cause=world.by(), item=item, **{"kind": "create", "title": "Train it", **wrong})
    assert refused.value.errors[0].field == field
    assert not IterationTask.objects.exists()


def test_who_writes_works_and_who_steers_plans(world: World, board: Board, item: IterationItem) -> None:
    acts: dict[str, list[Any]] = {
        "plan": [
            lambda cause: actions.plan_iteration(cause=cause, board=board),
            lambda cause: actions.start_iteration(cause=cause, iteration=item.iteration),
            lambda cause: actions.remove_item(cause=cause, item=item),
            lambda cause: actions.remove_iteration(cause=cause, iteration=item.iteration),
        ],
        "work": [lambda cause: actions.add_task(cause=cause, item=item, kind="create", title="Train it")],
    }
    for act in acts["plan"]:
        with pytest.raises(Forbidden):
            act(world.by("ben"))
    for act in acts["plan"] + acts["work"]:
        with pytest.raises(Forbidden):
            act(world.by("vera"))
    acts["work"][0](world.by("ben"))


def test_it_is_read_in_a_number_of_queries_that_does_not_grow(
    world: World, board: Board, iteration: Iteration, item: IterationItem, django_assert_num_queries: Any
) -> None:
    def read() -> None:
        iteration_as_dict(with_all(Iteration.objects.all())[0], world.at)

    broken_down(world, item)
    with django_assert_num_queries(4):
        read()
    for number in range(5):
        more = actions.add_item(
            cause=world.by("petra"), iteration=iteration, card=world.card(board, f"C{number}").ref
        )
        broken_down(world, more)
    with django_assert_num_queries(4):
        read()


def test_after_thirty_days_a_hint_is_told_once(world: World, board: Board, item: IterationItem) -> None:
    broken_down(world, item)
    actions.start_iteration(cause=world.by("petra"), iteration=item.iteration)
    assert actions.remind_due(world.at + timedelta(days=30, seconds=-1)) == 0
    assert actions.remind_due(world.at + timedelta(days=30)) == 1
    assert actions.remind_due(world.at + timedelta(days=60)) == 0
    assert kinds(board).count("iteration.hinted") == 1
