"""For every action: a snapshot from before, with the events that followed, equals a snapshot from after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.calendar_spec import WEEKDAYS
from boards import actions
from boards.actions import marks
from boards.actions.views import change_view, remove_view, save_view
from boards.events import KINDS
from boards.models import Board, Card, Event
from cadence import actions as cadence
from cadence.rule import Rule
from hypotheses import actions as research
from hypotheses.models import LogEntry
from modelversions import actions as versions
from modelversions.actions.registry import AliasSet
from tests.live.folding import fold, snapshot
from tests.webhooks.hooks import hook
from tests.world import AUC, ROUND_THE_CLOCK, World, lane_of
from timeboxes import actions as boxes
from timeboxes.models import TimeBox
from webhooks.actions import switch_off

pytestmark = pytest.mark.django_db

Act = Callable[[World, Board, Card], Any]


def _edit(world: World, board: Board, card: Card) -> None:
    due = world.at + timedelta(days=3)
    changes = {"title": "New", "labels": ["nlp", "infra"], "assignees": ["ben"], "due_at": due, "value": 4}
    actions.edit_card(cause=world.by(), card=card, changes=changes)


def _undo(world: World, board: Board, card: Card) -> None:
    world.move(card, "code review")
    actions.undo(cause=world.by(), board=board, seq=Event.objects.filter(board=board).latest("seq").seq)


def _archive_and_restore(world: World, board: Board, card: Card) -> None:
    actions.archive_card(cause=world.by(), card=card)
    actions.restore_card(cause=world.by(), card=card)


def _block_and_go_on(world: World, board: Board, card: Card) -> None:
    actions.block_card(cause=world.by(), card=card, reason="waits for the export")
    actions.unblock_card(cause=world.by(at=world.at + timedelta(hours=1)), card=card)


def _marks(world: World, board: Board, card: Card) -> None:
    marks.set_discussed(cause=world.by(), card=card, discussed=True)
    marks.raise_concern(cause=world.by(), card=card, text="Not before spring.")
    marks.settle_concern(cause=world.by(), card=card)


def _sync(world: World, board: Board, card: Card) -> None:
    sync: dict[str, Any] = {"board": board, "source": "jira", "external_id": "NLP-7", "title": "Synced"}
    actions.upsert_card(cause=world.by(), **sync)
    actions.upsert_card(cause=world.by(), **{**sync, "title": "Synced again"})


def _lanes(world: World, board: Board, card: Card) -> None:
    admin = world.by("ada")
    lane = actions.add_lane(cause=admin, board=board, name="waiting", position=2, role="queue")
    actions.change_lane(cause=admin, lane=lane_of(board, "to do"), changes={"name": "next", "wip_limit": 3})
    actions.move_lane(cause=admin, lane=lane, position=4)
    actions.remove_lane(cause=admin, lane=lane_of(board, "next"), move_cards_to=lane)


def _views(world: World, board: Board, card: Card) -> None:
    view = save_view(cause=world.by(), board=board, name="Mine", filter="assignee:me")
    change_view(cause=world.by(), view=view, changes={"shared": True})
    change_view(cause=world.by("petra"), view=view, changes={"filter": "kind:task"})
    remove_view(cause=world.by(), view=view)


def _run(world: World, board: Board, card: Card, budget: int = 60) -> Card:
    return world.running(board, "Q", budget=budget)


def _test(world: World, board: Board, card: Card) -> None:
    question = _run(world, board, card)
    world.push(question, **{"val.auc": 0.79})
    world.later(minutes=5)
    world.move(question, "code review")
    world.later(minutes=5)
    world.move(question, "test hypothesis")
    run, _ = research.add_run(cause=world.by(), card=question, external_id="r2", metrics={"val.auc": 0.9})
    research.designate_run(cause=world.by(), run=run)
    research.record_verdict(
        cause=world.by(),
        card=question,
        value="inconclusive",
        learned="Too few tickets.",
        override_reason="one run",
    )
    research.confirm_verdict(cause=world.by("petra"), card=question)
    world.move(question, "done")
    research.reopen_round(cause=world.by(), card=question)


def _expire_and_decide(world: World, board: Board, card: Card) -> None:
    question = _run(world, board, card)
    box = TimeBox.objects.get(card=question)
    world.later(minutes=40)
    boxes.mark_due(world.at)
    world.later(minutes=40)
    boxes.expire_due(world.at)
    extend: dict[str, Any] = {"extend_minutes": 20, "forecast": 0.3, "expects": "a second seed"}
    boxes.decide(cause=world.by("petra"), box=box, outcome="extend", **extend)
    world.later(minutes=21)
    boxes.expire_due(world.at)
    boxes.decide(cause=world.by("petra"), box=box, outcome="continue")


def _pause(world: World, board: Board, card: Card) -> None:
    box = TimeBox.objects.get(card=_run(world, board, card))
    boxes.pause_box(cause=world.by(), box=box, reason="the cluster is down")
    world.later(minutes=3)
    boxes.resume_box(cause=world.by(), box=box)


def _explore(world: World, board: Board, card: Card) -> None:
    spike = world.card(board, "What would it cost?", kind="exploration")
    box = boxes.plan_box(cause=world.by(), card=spike, budget="1d")
    boxes.change_budget(cause=world.by(), box=box, budget="2d")
    world.move(spike, "test hypothesis")


def _park(world: World, board: Board, card: Card) -> None:
    actions.change_board(cause=world.by("ada"), board=board, changes={"expiry": "park"})
    question = _run(world, board, card)
    owner = world.by("petra")
    box = TimeBox.objects.select_related("card").get(card=question)
    boxes.set_hard_stop(cause=owner, box=box, hard_stop_at=world.at + timedelta(minutes=30))
    boxes.expire_due(world.later(hours=1))
    boxes.park_due(world.later(days=3))


def _initiative(world: World, board: Board, card: Card) -> None:
    owner, question = world.by("petra"), _run(world, board, card, 6000)
    stages = [{"name": "Proof", "budget": "1d", "proof": question.ref}, {"name": "Build", "budget": "9d"}]
    made = boxes.create_initiative(cause=owner, board=board, name="One", goal="Fewer lost", stages=stages)
    first, second = made.stages.select_related("initiative").all()
    last = boxes.add_stage(cause=owner, initiative=made, name="Last", budget="1d")
    boxes.change_stage(cause=owner, stage=last, changes={"budget": "2d"})
    boxes.remove_stage(cause=owner, stage=last)
    boxes.group_card(cause=world.by(), card=card, initiative=made)
    boxes.change_initiative(cause=owner, initiative=made, changes={"name": "Two"})
    boxes.start_stage(cause=owner, stage=first)
    boxes.sweep_stages(world.later(hours=13))
    world.push(question, **{"val.auc": 0.9})
    answer = {"value": "supported", "learned": "It holds."}
    boxes.decide_stage(cause=world.by("petra"), stage=first, outcome="continue", verdict=answer)
    boxes.sweep_stages(world.later(days=10))
    boxes.decide_stage(cause=world.by("petra"), stage=second, outcome="stop")
    boxes.remove_initiative(cause=world.by("petra"), initiative=made)


def _models(world: World, board: Board, card: Card) -> None:
    owner = world.by("petra")
    versions.set_primary_metric(cause=owner, board=board, changes={"metric": "val.auc"})
    first = versions.add_version(cause=world.by(), board=board, name="v1", cards=[card.ref])
    versions.change_version(cause=world.by(), version=first, changes={"state": "building"})
    hook = versions.set_registry(cause=world.by("ada"), board=board, registry_name="churn")
    said = AliasSet("delivery", "churn", "champion", "3")
    proposal = versions.propose_release(cause=world.by(), hook=hook, said=said)
    assert proposal
    versions.release_version(cause=world.by(), version=first)
    versions.settle_proposal(cause=world.by(), proposal=proposal, accept=True)
    versions.remove_version(cause=world.by(), version=first)


def _iteration(world: World, board: Board, card: Card) -> None:
    owner, ben = world.by("petra"), world.by()
    made = cadence.plan_iteration(cause=owner, board=board, goal="Fewer lost")
    item = cadence.add_item(cause=owner, iteration=made, card=card.ref)
    for kind in ("create", "observe", "analyze", "analyze"):
        task = cadence.add_task(cause=ben, item=item, kind=kind, title=f"{kind} it")
    cadence.change_task(cause=ben, task=task, changes={"done": True, "assignee": "ben"})
    cadence.remove_task(cause=ben, task=task)
    other = cadence.add_item(cause=owner, iteration=made, card=world.card(board, "other").ref)
    cadence.remove_item(cause=owner, item=other)
    cadence.start_iteration(cause=owner, iteration=made)
    cadence.remind_due(world.later(days=31))
    cadence.record_outcome(cause=ben, item=item, outcome="It holds.")
    cadence.close_iteration(cause=world.by("petra"), iteration=made)
    cadence.remove_iteration(cause=owner, iteration=cadence.plan_iteration(cause=owner, board=board))


def _increment(world: World, board: Board, card: Card) -> None:
    owner, today = world.by("petra"), world.at.date()
    days: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=25)}
    made = cadence.plan_increment(cause=owner, board=board, name="Winter", **days)
    cadence.change_increment(cause=owner, increment=made, changes={"goal": "Half as many lost"})
    cadence.remind_due(world.later(days=24))
    cadence.close_increment(cause=owner, increment=made, achieved="A third fewer")
    other = cadence.plan_increment(cause=owner, board=board, name="Spring", **days)
    cadence.remove_increment(cause=owner, increment=other)


def _meetings(world: World, board: Board, card: Card) -> None:
    owner, ben = world.by("petra"), world.by()
    soon = world.at + timedelta(hours=25)
    when: dict[str, Any] = {"rule": Rule("week", WEEKDAYS[soon.weekday()]), "time": soon.time()}
    series = cadence.schedule_meeting(cause=owner, board=board, kind="retrospective", **when)
    cadence.reschedule_meeting(cause=owner, series=series, changes={"minutes": 30})
    cadence.remind_due(world.later(hours=2))
    cadence.unschedule_meeting(cause=owner, series=series)
    held = cadence.hold_meeting(cause=ben, board=board, kind="retrospective")
    kept, gone = (cadence.add_note(cause=ben, meeting=held, text=text) for text in ("Good", "Bad"))
    cadence.change_note(cause=ben, note=kept, text="Very good")
    cadence.remove_note(cause=ben, note=gone)
    cadence.reveal_notes(cause=ben, meeting=held)
    cadence.vote(cause=ben, note=kept, count=2)
    cadence.add_action(cause=ben, meeting=held, title="Ask sales", assignee="petra")
    cadence.write_minutes(cause=ben, meeting=held, minutes="We spoke.")
    cadence.close_meeting(cause=ben, meeting=held)
    cadence.reopen_meeting(cause=ben, meeting=held)
    cadence.remove_meeting(cause=owner, meeting=cadence.hold_meeting(cause=ben, board=board, kind="item_review"))


def _attest(world: World, board: Board, card: Card) -> None:
    ask = {"key": "ok", "mode": "attested", "statement": "Sales agrees", "attested_by": "product_owner"}
    question = world.hypothesis(board, "Q")
    world.write(question, criteria=[ask])
    world.lock(question)
    research.attest(cause=world.by("petra"), card=question, key="ok", met=True)


def _amend(world: World, board: Board, card: Card) -> None:
    question = _run(world, board, card)
    research.give_forecast(cause=world.by("petra"), card=question, p=0.3)
    stricter = [{**AUC, "target": 0.9}]
    given: dict[str, Any] = {
        "kind": "tighten",
        "reason": "The rule reaches .88",
        "changes": {},
        "criteria": stricter,
    }
    asked = research.propose_amendment(cause=world.by(), card=question, **given)
    research.decline_amendment(cause=world.by("petra"), amendment=asked)
    world.push(question, **{"val.auc": 0.89})
    asked = research.propose_amendment(cause=world.by(), card=question, **given)
    research.approve_amendment(cause=world.by("petra"), amendment=asked)


def _log(world: World, board: Board, card: Card) -> None:
    entry = research.add_log_entry(cause=world.by(), card=card, body="Monotone @petra")
    research.edit_log_entry(cause=world.by(), entry=entry, body="Monotone in *t*")
    research.remove_log_entry(cause=world.by(), entry=LogEntry.objects.get(pk=entry.pk))


def _help(world: World, board: Board, card: Card) -> None:
    first = research.add_log_entry(cause=world.by(), card=card, body="Which seed?", kind="help")
    research.add_log_entry(cause=world.by(at=world.later(hours=1)), card=card, body="And why?", kind="help")
    research.answer_help(cause=world.by("petra"), entry=first, reply="42")
    research.capture_hypothesis(cause=world.by(), entry=first)


def _files(world: World, board: Board, card: Card) -> None:
    row = actions.attach_file(cause=world.by(), card=card, name="plot.csv", chunks=[b"a,b"])
    actions.attach_file(cause=world.by(), card=card, name="again.csv", chunks=[b"a,b"])
    actions.remove_attachment(cause=world.by(), attachment=row)


def _members(world: World, board: Board, card: Card) -> None:
    from accounts import actions as people

    member = people.add_member(actor=world.ada, team=world.team, person=world.dan, role="viewer", at=world.at)
    people.change_role(actor=world.ada, membership=member, role="member", at=world.at)
    people.remove_member(actor=world.ada, membership=member, at=world.at)


def _link(world: World, board: Board, card: Card) -> None:
    other = world.card(board, "other")
    actions.link_cards(cause=world.by(), card=card, target=other, kind="blocks")
    actions.unlink_cards(cause=world.by(), card=card, target=other, kind="blocks")


def _settings(world: World, board: Board, card: Card) -> None:
    actions.change_board(cause=world.by("ada"), board=board, changes={"name": "Renamed", "expiry": "park"})


def _webhook(world: World, board: Board, card: Card) -> None:
    switch_off(webhook=hook(world), board_id=board.pk, reason="gone", failures=1, at=world.at)


ACTS: dict[str, Act] = {
    "create": lambda world, board, card: world.card(board, "second"),
    "edit": _edit,
    "move": lambda world, board, card: world.move(card, "code review", to="top"),
    "undo": _undo,
    "archive": lambda world, board, card: actions.archive_card(cause=world.by(), card=card),
    "trash": lambda world, board, card: actions.trash_card(cause=world.by(), card=card),
    "restore": _archive_and_restore,
    "block": _block_and_go_on,
    "marks": _marks,
    "sync": _sync,
    "lanes": _lanes,
    "views": _views,
    "test": _test,
    "expire": _expire_and_decide,
    "pause": _pause,
    "explore": _explore,
    "park": _park,
    "initiative": _initiative,
    "models": _models,
    "iteration": _iteration,
    "increment": _increment,
    "meetings": _meetings,
    "attest": _attest,
    "amend": _amend,
    "log": _log,
    "files": _files,
    "help": _help,
    "link": _link,
    "members": _members,
    "settings": _settings,
    "webhook": _webhook,
}


@pytest.mark.parametrize("name", ACTS)
def test_old_snapshot_and_events_equal_a_new_snapshot(world: World, name: str) -> None:
    board, _, copy = _play(world, name)
    events = Event.objects.after(board.pk, copy["seq"])
    expected = snapshot(board)
    copy.pop("seq")
    folded = fold(copy, events)
    for ref, card_now in expected["cards"].items():
        assert folded["cards"][ref] == card_now
    assert folded == expected


def test_the_acts_cover_every_kind_of_event(world: World) -> None:
    world.board("FIRST")
    seen: set[str] = set()
    for number, name in enumerate(ACTS):
        board, _, _ = _play(world, name, key=f"B{number}")
        seen |= set(Event.objects.filter(board=board).values_list("kind", flat=True))
    assert set(KINDS) - seen == set()


def _play(world: World, name: str, key: str = "CHURN") -> tuple[Board, Card, dict[str, Any]]:
    board = world.board(key, calendar=ROUND_THE_CLOCK)
    world.card(board, "above")
    card = world.card(board, "first")
    world.card(board, "below")
    copy = snapshot(board)
    copy["seq"] = Event.objects.filter(board=board).latest("seq").seq
    ACTS[name](world, board, card)
    return board, card, copy
