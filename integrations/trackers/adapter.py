"""What any tracker can be asked, and what it answers. Adapters ask and translate; they write nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, Protocol

TAG = "kanban.card"
REF = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,9}\b")
# Of the columns of a run and of what an action takes.
MOST_METRICS, MOST_PARAMS, LONGEST_NAME = 1_000, 200, 250
_INFINITE = 1.79e308

Metric = float | str | None
Part = Literal["ended", "running", "all"]


class TrackerError(Exception):
    """The tracker gave no answer we can use. `state` is what the connection is in until it does."""

    state: ClassVar[str] = "degraded"

    def __init__(self, sentence: str, hint: str = "") -> None:
        self.sentence, self.hint = sentence, hint
        super().__init__(sentence)


class TrackerDown(TrackerError):
    state = "down"


class TrackerAuth(TrackerError):
    state = "auth"


class HostBlocked(TrackerError):
    state = "host_blocked"


class NoSuchRun(TrackerError):
    """The connection is fine; the run is not there."""


@dataclass(frozen=True)
class Access:
    """How to reach a tracker. It holds the secret, so it is never logged or stored."""

    base_url: str
    public_url: str = ""
    auth: str = "none"
    username: str = ""
    secret: str = field(default="", repr=False)
    workspace: str = ""
    wanted: tuple[str, ...] = ()  # names of experiments or projects; none means all


@dataclass(frozen=True)
class Capabilities:
    push: bool
    poll: bool
    webhook: bool
    history: bool
    dataset: bool


@dataclass(frozen=True)
class Checked:
    """What a test of the connection found."""

    sentence: str
    version: str
    places: int


@dataclass(frozen=True)
class Seen:
    """What a tracker says of one run."""

    run_id: str
    url: str
    status: str
    title: str = ""
    place: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    metrics: dict[str, Metric] = field(default_factory=dict)
    suspects: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)
    git: str = ""
    dataset: str = ""
    seed: str = ""
    refs: tuple[str, ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True)
class Wanted:
    """Runs tagged with a card, in these places, of this part.

    With `board` those of a whole board (`refs` are its open questions, for a tracker that matches no prefix);
    without it exactly the one card in `refs`.
    """

    places: Sequence[str]
    board: str = ""
    refs: tuple[str, ...] = ()
    part: Part = "all"
    since: datetime | None = None


@dataclass(frozen=True)
class Page:
    runs: list[Seen]
    token: str = ""


@dataclass(frozen=True)
class Point:
    step: int
    at: datetime | None
    value: Metric


class Tracker(Protocol):
    """One tracker. Every method may raise `TrackerError`; `chunk` is how many places one search may name."""

    capabilities: Capabilities
    chunk: int

    def check(self) -> Checked:
        """Is it there, is it what we think, may we read?"""

    def places(self) -> list[str]:
        """Experiments or projects, by the id a search takes; none at all is an error."""

    def parse_url(self, text: str) -> str:
        """The id of the run that a pasted address (or id) names, or nothing."""

    def get_run(self, run_id: str) -> Seen:
        """One run as it is now, deleted or not."""

    def search(self, wanted: Wanted, token: str = "") -> Page:
        """A page of runs that are not deleted."""

    def children(self, run_id: str, places: Sequence[str], token: str = "") -> Page:
        """A page of the runs of a sweep; they carry no tag of their own."""

    def history(self, run_id: str, metric: str) -> list[Point]:
        """Every value of a metric, by step and time."""


def refs_in(tag: str) -> tuple[str, ...]:
    """The cards a tag names: one, or several with anything between them."""
    return tuple(dict.fromkeys(REF.findall(tag.upper())))


def number(value: object) -> Metric:
    """A number as a criterion may use it. Not a number, or an infinity a tracker has clamped, becomes its name."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return str(value)[:100]
    if found != found:
        return "NaN"
    if abs(found) >= _INFINITE:
        return "Infinity" if found > 0 else "-Infinity"
    return found


def fitting(metrics: dict[str, Metric], first: Sequence[str] = ()) -> dict[str, Metric]:
    """At most as many metrics as a run may have; those a criterion names are never the ones left out."""
    named = {name: value for name, value in metrics.items() if name.strip() and len(name) <= LONGEST_NAME}
    order = sorted(named, key=lambda name: (name not in first, name))[:MOST_METRICS]
    return {name: named[name] for name in sorted(order)}


def fitting_params(params: dict[str, str]) -> dict[str, str]:
    return {name[:LONGEST_NAME]: value[:500] for name, value in sorted(params.items())[:MOST_PARAMS]}
