"""Checked annotations of real statements, by their id: what each asks for, in the terms of our criteria.

The proposals beside the statements write changes as positive amounts, leave units and "relative" out, and name
what is no metric; here they are said as a criterion says them. A change is relative to the baseline and signed: a
reduction by more than 30 % is "< -30 %". An empty metric is one that the sentence does not name.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Wanted(NamedTuple):
    """One criterion; `target` is a number as it is written."""

    metric: str
    op: str
    target: str
    unit: str = ""
    relative: bool = False

    def __str__(self) -> str:
        said = f"{self.metric or '(no metric named)'} {self.op or '(no operator)'} {self.target}{self.unit}"
        return f"{said} from the baseline" if self.relative else said


CHECKED: Final[dict[str, tuple[Wanted, ...]]] = {
    "h057": (Wanted("critical TTFT P99", "<", "-30", "%", relative=True),),
    "h059": (Wanted("cluster-wide TTFT P99", "<=", "10", "%", relative=True),),
    "h061": (Wanted("critical TTFT", "<", "-40", "%", relative=True),),
    "h064": (Wanted("Critical TTFT P99", "<", "-30", "%", relative=True),),
    "h065": (Wanted("", "<", "5", "%", relative=True),),
    "h073": (Wanted("", "<=", "-0.005", "nats", relative=True),),
    "h091": (Wanted("Box AP", ">=", "0.377"), Wanted("Mask AP", ">=", "0.339")),
    "h092": (Wanted("mAP", ">=", "34.0", "%"),),
    "h093": (Wanted("Mean DICE", ">=", "0.908"),),
    "h094": (Wanted("Mask-LM accuracy", ">=", "0.720"),),
    "h095": (Wanted("Eval loss", "<=", "0.586"),),
    "h096": (Wanted("", ">=", "72.0", "%"),),
    # A share of what a reference reaches, given in brackets.
    "h100": (Wanted("mAP", ">=", "-0.1", "%", relative=True),),
    "h102": (Wanted("", ">=", "-1", "%", relative=True),),
    "h105": (
        Wanted("f1_score", ">=", "-1", "%", relative=True),
        Wanted("f1_score", ">=", "-0.1", "%", relative=True),
    ),
}
