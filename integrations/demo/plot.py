"""What happens to the whole board: its metric and models, its initiatives and their stages."""

from __future__ import annotations

from boards.events import Cause
from integrations.demo.stage import Act, Stage
from modelversions import actions as models
from modelversions.models import ModelVersion
from timeboxes import actions as clock
from timeboxes.models import Clocked, Initiative
from timeboxes.models import Stage as Phase

Asked = tuple[str, ...]  # of a stage: its name, its budget, what its gate asks, the card that proves it


def measure(metric: str, baseline: str, value: float) -> Act:
    changes = {"metric": metric, "baseline": baseline, "baseline_value": value}
    return lambda stage, cause, name: models.set_primary_metric(cause=cause, board=stage.board, changes=changes)


def version(
    title: str, kind: str, metrics: dict[str, float], cards: tuple[str, ...] = (), state: str = "shadow"
) -> Act:
    return lambda stage, cause, name: models.add_version(
        cause=cause,
        board=stage.board,
        name=title,
        kind=kind,
        state=state,
        metrics=metrics,
        cards=[stage.refs[card] for card in cards],
    )


def release(title: str, segment: str = "") -> Act:
    return lambda stage, cause, name: models.release_version(
        cause=cause, version=_version(stage, title), segment=segment
    )


def shipped(title: str, value: float, compared: float) -> Act:
    """What it measured after the release, beside what it replaced."""
    changes = {"shipped_value": value, "shipped_compared": compared}
    return lambda stage, cause, name: models.change_version(
        cause=cause, version=_version(stage, title), changes=changes
    )


def _version(stage: Stage, title: str) -> ModelVersion:
    return stage.board.model_versions.get(name=title)


def initiative(title: str, goal: str, *stages: Asked) -> Act:
    def act(stage: Stage, cause: Cause, name: str) -> None:
        fields = ("name", "budget", "asks", "proof")
        given = [dict(zip(fields, asked, strict=False)) for asked in stages]
        planned = [{**each, "proof": stage.refs[each["proof"]]} if "proof" in each else each for each in given]
        clock.create_initiative(cause=cause, board=stage.board, name=title, goal=goal, stages=planned)

    return act


def start(title: str) -> Act:
    return lambda stage, cause, name: clock.start_stage(
        cause=cause, stage=Phase.objects.filter(initiative=_initiative(stage, title)).order_by("position")[0]
    )


def go_on(title: str, rationale: str) -> Act:
    """At the gate of the stage that runs: the next one begins."""

    def act(stage: Stage, cause: Cause, name: str) -> None:
        open_ones = _initiative(stage, title).stages.exclude(
            state__in=(Clocked.State.PLANNED, Clocked.State.CLOSED)
        )
        clock.decide_stage(cause=cause, stage=open_ones.get(), outcome="continue", rationale=rationale)

    return act


def _initiative(stage: Stage, title: str) -> Initiative:
    return stage.board.initiatives.get(name=title)
