"""An amendment as people read it: what changes, line by line, as it was and as it is to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from accounts.access import Role
from hypotheses.criteria import Criterion, needed_text
from hypotheses.models import Amendment
from hypotheses.words import POLICIES, in_signs

KINDS: Final = {
    Amendment.Kind.CLARIFY: ("Clarify", "Other words, the same promise"),
    Amendment.Kind.TIGHTEN: ("Tighten", "Harder to meet than before"),
    Amendment.Kind.LOOSEN: ("Loosen", "Easier to meet than before"),
    Amendment.Kind.ADD_GUARDRAIL: ("Add a guardrail", "One more thing that must hold"),
    Amendment.Kind.REPLACE: ("Replace", "Another measure, baseline or rule"),
}
STATES: Final = {
    Amendment.State.PROPOSED: "waits for a second person",
    Amendment.State.APPROVED: "in force",
    Amendment.State.DECLINED: "declined",
    Amendment.State.WITHDRAWN: "withdrawn",
    Amendment.State.LAPSED: "lapsed with the verdict",
}
NAMES: Final = {
    "belief": "We believe",
    "outcome": "will",
    "signal": "We\u2019ll know when",
    "because": "because",
    "for_whom": "for",
    "plan_if_pass": "If supported",
    "plan_if_fail": "If refuted",
    "run_policy": "What decides",
    "baseline_run": "Baseline",
}
CRITERION_KINDS: Final = {"success": "Criterion", "guardrail": "Guardrail", "kill": "Ends the test"}


@dataclass(frozen=True)
class Line:
    """One thing that changes; an empty side says that it was not there, or will not be."""

    name: str
    before: str
    after: str


def lines(amendment: Amendment) -> list[Line]:
    before, after = amendment.before, amendment.after
    texts = [name for name in NAMES if name in after]
    return [
        *(Line(NAMES[name], _said(name, before[name]), _said(name, after[name])) for name in texts),
        *_criteria(before.get("criteria", []), after.get("criteria", [])),
    ]


def _said(name: str, value: Any) -> str:
    if name == "run_policy":
        return dict(POLICIES).get(value, str(value))
    return str(value or "")


def _criteria(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Line]:
    old, new = ({each["key"]: each for each in side} for side in (before, after))
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        texts = (criterion_words(was) if was else "", criterion_words(now) if now else "")
        if texts[0] != texts[1]:
            yield Line(CRITERION_KINDS[(now or was or {})["kind"]], *texts)


def criterion_words(said: dict[str, Any]) -> str:
    """ "val.auc ≥ 0.82 in 3 runs", "The agents like it (says the product owner)"."""
    if said["mode"] == "attested":
        return f"{said['statement']} (says the {Role(said['attested_by']).label.lower()})"
    known = ("key", "kind", "mode", "metric", "op", "target", "relative_to", "unit", "min_runs")
    needed = in_signs(needed_text(Criterion(**{name: said[name] for name in known})).removeprefix("not "))
    runs = f" in {said['min_runs']} runs" if said["min_runs"] > 1 else ""
    return f"{said['metric']} {needed}{runs}"
