"""What can happen in the story of the demo, each verb an ordinary action by a person at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from boards import actions
from boards.events import Cause
from boards.models import Board, Card, Lane
from hypotheses import actions as research
from hypotheses.models import Amendment
from timeboxes import actions as clock
from timeboxes.models import TimeBox


@dataclass
class Stage:
    """The board, and its cards by the names the story gives them."""

    board: Board
    refs: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)

    def card(self, name: str) -> Card:
        return Card.objects.select_related("board", "lane").get(ref=self.refs[name])

    def place(self, lane: str, **where: Any) -> actions.Place:
        self.lanes = self.lanes or {each.name: each for each in self.board.lanes.all()}
        return actions.Place(lane=self.lanes[lane], **where)

    def box(self, name: str) -> TimeBox:
        return TimeBox.objects.select_related("card").filter(card__ref=self.refs[name]).latest("pk")


Act = Callable[[Stage, Cause, str], Any]


@dataclass(frozen=True)
class Step:
    """`who` does something with the card `name`, on a working day counted back from today."""

    day: int
    clock: str
    who: str
    act: Act
    name: str = ""


def about(name: str, *steps: Step) -> list[Step]:
    """The steps of one card."""
    return [Step(step.day, step.clock, step.who, step.act, name) for step in steps]


def create(title: str, kind: str = "hypothesis", lane: str = "to do", to: str | None = None, **fields: Any) -> Act:
    def act(stage: Stage, cause: Cause, name: str) -> None:
        place = stage.place(lane, to=to)
        card = actions.create_card(cause=cause, board=stage.board, title=title, kind=kind, place=place, **fields)
        stage.refs[name] = card.ref

    return act


def edit(**changes: Any) -> Act:
    return lambda stage, cause, name: actions.edit_card(cause=cause, card=stage.card(name), changes=changes)


def move(lane: str, **where: Any) -> Act:
    return lambda stage, cause, name: actions.move_card(
        cause=cause, card=stage.card(name), place=stage.place(lane, **where)
    )


def rank_first() -> Act:
    return move("backlog", to="top")


def block(reason: str) -> Act:
    return lambda stage, cause, name: actions.block_card(cause=cause, card=stage.card(name), reason=reason)


def unblock() -> Act:
    return lambda stage, cause, name: actions.unblock_card(cause=cause, card=stage.card(name))


def link(target: str, kind: str) -> Act:
    return lambda stage, cause, name: actions.link_cards(
        cause=cause, card=stage.card(name), target=stage.card(target), kind=kind
    )


def group(initiative: str) -> Act:
    """Put the card into an initiative, by its name."""
    return lambda stage, cause, name: clock.group_card(
        cause=cause, card=stage.card(name), initiative=stage.board.initiatives.get(name=initiative)
    )


def rule(**changes: Any) -> Act:
    """A rule of the board from now on."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        stage.board = actions.change_board(cause=cause, board=stage.board, changes=changes)

    return act


def log(body: str, kind: str = "note") -> Act:
    return lambda stage, cause, name: research.add_log_entry(
        cause=cause, card=stage.card(name), body=body, kind=kind
    )


def write(criteria: list[dict[str, Any]], **parts: Any) -> Act:
    return lambda stage, cause, name: research.save_hypothesis(
        cause=cause, card=stage.card(name), changes=parts, criteria=criteria
    )


def lock(looked: str = "no") -> Act:
    return lambda stage, cause, name: research.lock_round(
        cause=cause, card=stage.card(name), already_looked=looked
    )


def forecast(p: float, reason: str = "") -> Act:
    return lambda stage, cause, name: research.give_forecast(
        cause=cause, card=stage.card(name), p=p, reason=reason
    )


def amend(kind: str, reason: str, **changes: str) -> Act:
    return lambda stage, cause, name: research.propose_amendment(
        cause=cause, card=stage.card(name), kind=kind, reason=reason, changes=changes
    )


def approve(note: str = "") -> Act:
    """Of the card's amendment that waits."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        waiting = Amendment.objects.get(round__card=stage.card(name), state=Amendment.State.PROPOSED)
        research.approve_amendment(cause=cause, amendment=waiting, note=note)

    return act


def plans(if_supported: str, if_refuted: str) -> dict[str, str]:
    return {"plan_if_pass": if_supported, "plan_if_fail": if_refuted}


def attest(key: str, *, met: bool, note: str) -> Act:
    return lambda stage, cause, name: research.attest(
        cause=cause, card=stage.card(name), key=key, met=met, note=note
    )


def explore(budget: str) -> Act:
    return lambda stage, cause, name: clock.plan_box(cause=cause, card=stage.card(name), budget=budget)


def run(external_id: str, *, hours: float = 1.0, decides: bool = False, **more: Any) -> Act:
    """A finished training run that began some hours before it was pushed."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        span: dict[str, datetime] = {"started_at": cause.at - timedelta(hours=hours), "ended_at": cause.at}
        fields = {"title": external_id, "status": "finished", "designated": decides, **span, **more}
        research.add_run(cause=cause, card=stage.card(name), source="mlflow", external_id=external_id, **fields)

    return act


def conclude(value: str, **texts: str) -> Act:
    return lambda stage, cause, name: research.record_verdict(
        cause=cause, card=stage.card(name), value=value, **texts
    )


def confirm() -> Act:
    return lambda stage, cause, name: research.confirm_verdict(cause=cause, card=stage.card(name))


def reopen() -> Act:
    return lambda stage, cause, name: research.reopen_round(cause=cause, card=stage.card(name))


def decide(outcome: str, rationale: str, **more: Any) -> Act:
    return lambda stage, cause, name: clock.decide(
        cause=cause, box=stage.box(name), outcome=outcome, rationale=rationale, **more
    )


def success(metric: str, op: str, target: float, decimals: int = 3, **more: Any) -> dict[str, Any]:
    return {"kind": "success", "metric": metric, "op": op, "target": target, "decimals": decimals, **more}


def attested(key: str, by: str, statement: str) -> dict[str, Any]:
    return {"key": key, "kind": "success", "mode": "attested", "attested_by": by, "statement": statement}


def guardrail(metric: str, op: str, target: float, decimals: int = 3, **more: Any) -> dict[str, Any]:
    return {**success(metric, op, target, decimals, **more), "kind": "guardrail"}
