"""An amendment as people read it: what changes, line by line, as it was and as it is to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext_noop as noop

from hypotheses.criteria import Criterion, limit_text
from hypotheses.models import Amendment
from hypotheses.words import POLICIES, in_signs, role_word

KINDS: Final = {
    Amendment.Kind.CLARIFY: (noop("Clarify"), noop("Other words, the same promise")),
    Amendment.Kind.TIGHTEN: (noop("Tighten"), noop("Harder to meet than before")),
    Amendment.Kind.LOOSEN: (noop("Loosen"), noop("Easier to meet than before")),
    Amendment.Kind.ADD_GUARDRAIL: (noop("Add a guardrail"), noop("One more thing that must hold")),
    Amendment.Kind.REPLACE: (noop("Replace"), noop("Another measure, baseline or rule")),
}
STATES: Final = {
    Amendment.State.PROPOSED: noop("waits for a second person"),
    Amendment.State.APPROVED: noop("in force"),
    Amendment.State.DECLINED: noop("declined"),
    Amendment.State.WITHDRAWN: noop("withdrawn"),
    Amendment.State.LAPSED: noop("lapsed with the verdict"),
}
NAMES: Final = {
    "belief": gettext_lazy("We believe"),
    "outcome": pgettext_lazy("part of a hypothesis", "will"),
    "signal": gettext_lazy("We\u2019ll know when"),
    "because": pgettext_lazy("part of a hypothesis", "because"),
    "for_whom": pgettext_lazy("part of a hypothesis", "for"),
    "plan_if_pass": gettext_lazy("If supported"),
    "plan_if_fail": gettext_lazy("If refuted"),
    "run_policy": gettext_lazy("What decides"),
    "baseline_run": gettext_lazy("Baseline"),
}
KINDS_INSIDE: Final = {
    Amendment.Kind.CLARIFY: noop("clarify"),
    Amendment.Kind.TIGHTEN: noop("tighten"),
    Amendment.Kind.LOOSEN: noop("loosen"),
    Amendment.Kind.ADD_GUARDRAIL: noop("add guardrail"),
    Amendment.Kind.REPLACE: noop("replace"),
}
CRITERION_KINDS: Final = {
    "success": noop("Criterion"),
    "guardrail": noop("Guardrail"),
    "kill": noop("Ends the test"),
}


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
        *(Line(str(NAMES[name]), _said(name, before[name]), _said(name, after[name])) for name in texts),
        *_criteria(before.get("criteria", []), after.get("criteria", [])),
    ]


def _said(name: str, value: Any) -> str:
    if name == "run_policy":
        return gettext(dict(POLICIES).get(value, str(value)))
    return str(value or "")


def _criteria(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Line]:
    old, new = ({each["key"]: each for each in side} for side in (before, after))
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        texts = (criterion_words(was) if was else "", criterion_words(now) if now else "")
        if texts[0] != texts[1]:
            yield Line(gettext(CRITERION_KINDS[(now or was or {})["kind"]]), *texts)


def criterion_words(said: dict[str, Any]) -> str:
    """ "val.auc ≥ 0.82 in 3 runs", "The agents like it (says the product owner)"."""
    if said["mode"] == "attested":
        told = {"statement": said["statement"], "role": role_word(said["attested_by"])}
        return gettext("%(statement)s (says the %(role)s)") % told
    known = ("key", "kind", "mode", "metric", "op", "target", "relative_to", "unit", "min_runs")
    criterion, n = Criterion(**{name: said[name] for name in known}), said["min_runs"]
    needed = f"{said['metric']} {in_signs(limit_text(criterion, named=gettext('baseline')))}"
    if n < 2:
        return needed
    text = ngettext("%(needed)s in %(n)s run", "%(needed)s in %(n)s runs", n)
    return text % {"needed": needed, "n": n}
