"""What an amendment does to the text of a lock: which kind of change it is, said from the change itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hypotheses.models import Amendment, Criterion, Round

Kind = Amendment.Kind
TEXTS: Final = (*Round.PARTS, "plan_if_pass", "plan_if_fail")
AMENDABLE: Final = (*TEXTS, "run_policy", "baseline_run", "baseline_metrics")
MEASURES: Final = ("kind", "mode", "metric", "relative_to", "unit", "attested_by")
Text = Mapping[str, Any]


def kind_of(before: Text, after: Text) -> Amendment.Kind:
    """The kind of the change as a whole; changes in several directions replace.

    Only words: clarify. Criteria that are harder to meet, easier to be ended by, or more of them: tighten. The
    opposite: loosen. A new guardrail alone: add_guardrail. Another measure, baseline or run policy: replace.
    """
    moves = {move for name in after if name != "criteria" for move in _move_of_field(name)}
    if "criteria" in after:
        moves |= set(_moves_of_criteria(_by_key(before["criteria"]), _by_key(after["criteria"])))
    moves.discard(Kind.CLARIFY)
    if moves == {Kind.TIGHTEN, Kind.ADD_GUARDRAIL}:
        return Kind.TIGHTEN
    return (moves or {Kind.CLARIFY}).pop() if len(moves) < 2 else Kind.REPLACE


def _move_of_field(name: str) -> Iterator[Amendment.Kind]:
    yield Kind.CLARIFY if name in TEXTS else Kind.REPLACE


def _by_key(criteria: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["key"]: each for each in criteria}


def _moves_of_criteria(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Amendment.Kind]:
    for _ in old.keys() - new.keys():
        yield Kind.LOOSEN
    for key in new.keys() - old.keys():
        yield Kind.ADD_GUARDRAIL if new[key]["kind"] == Criterion.Kind.GUARDRAIL else Kind.TIGHTEN
    for key in old.keys() & new.keys():
        yield from _moves_of_criterion(old[key], new[key])


def _moves_of_criterion(old: Text, new: Text) -> Iterator[Amendment.Kind]:
    if any(old[name] != new[name] for name in MEASURES) or old["op"][:1] != new["op"][:1]:
        yield Kind.REPLACE
        return
    if old["statement"] != new["statement"]:
        yield Kind.CLARIFY
    if old["min_runs"] != new["min_runs"]:
        yield Kind.TIGHTEN if new["min_runs"] > old["min_runs"] else Kind.LOOSEN
    if (change := _harder(old, new)) is not None:
        yield Kind.TIGHTEN if change else Kind.LOOSEN


def _harder(old: Text, new: Text) -> bool | None:
    """Whether the limit is harder to satisfy; None when it is the same. A kill criterion must not be reached."""
    if (old["target"], old["op"]) == (new["target"], new["op"]):
        return None
    if old["target"] == new["target"]:
        stricter = "=" not in new["op"]
    else:
        higher = (new["target"] or 0) > (old["target"] or 0)
        stricter = higher is (new["op"][:1] == ">")
    return stricter is (new["kind"] != Criterion.Kind.KILL)
