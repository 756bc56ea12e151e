"""Facts of the research of a card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from boards.events import Fact


@dataclass(frozen=True, kw_only=True)
class RoundDrafted(Fact):
    """The text, the criteria or the plans of a round that is not locked yet changed."""

    kind = "round.drafted"
    n: int
    changes: list[str]


@dataclass(frozen=True, kw_only=True)
class RoundLocked(Fact):
    """A round was pre-registered: its text and criteria are frozen under this hash."""

    kind = "round.locked"
    n: int
    hash: str
    exploratory: bool
    already_looked: str
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Fact):
    """A locked round went into review with its card, or back to testing."""

    kind = "round.changed"
    n: int
    state: str


@dataclass(frozen=True, kw_only=True)
class RoundConcluded(Fact):
    """A round ended with a verdict."""

    kind = "round.concluded"
    n: int
    verdict: str


@dataclass(frozen=True, kw_only=True)
class RoundReopened(Fact):
    """A new round began as a draft, with the text of the one before and no evidence."""

    kind = "round.reopened"
    n: int


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Fact):
    """A run, a report or a link was added to a round; `counts` says whether it bears on the verdict, `why` why."""

    kind = "evidence.added"
    run: int
    n: int
    evidence: str
    source: str
    external_id: str
    status: str
    metrics: dict[str, Any]
    url: str
    counts: bool
    why: str
    suggested: str
    reason: str
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EvidenceChanged(Fact):
    """A run was sent or read again with other values, or designated; `remarks` say what to think about."""

    kind = "evidence.changed"
    run: int
    n: int
    source: str
    external_id: str
    status: str
    metrics: dict[str, Any]
    designated: bool
    counts: bool
    why: str
    suggested: str
    reason: str
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CriterionAttested(Fact):
    """A person of the named role confirmed or denied a criterion that no metric can show."""

    kind = "criterion.attested"
    n: int
    criterion: str
    met: bool
    suggested: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerdictRecorded(Fact):
    """A person concluded what the round has shown."""

    kind = "verdict.recorded"
    n: int
    value: str
    observed: str
    learned: str
    therefore: str
    suggested: str
    reason: str
    override_reason: str
    forecast: float | None
    exploratory: bool


@dataclass(frozen=True, kw_only=True)
class VerdictConfirmed(Fact):
    """A second person agreed with a verdict that went against the suggestion."""

    kind = "verdict.confirmed"
    n: int
    value: str


@dataclass(frozen=True, kw_only=True)
class ForecastGiven(Fact):
    """Somebody said how likely they think it is, or thought again; `informed` when results were known by then."""

    kind = "forecast.given"
    n: int
    p: float
    reason: str
    informed: bool


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(Fact):
    """Somebody asks to change what a lock froze; another person has to approve it."""

    kind = "amendment.proposed"
    amendment: int
    n: int
    amendment_kind: str
    reason: str
    changes: list[str]
    results_known: bool


@dataclass(frozen=True, kw_only=True)
class RoundAmended(Fact):
    """An amendment was approved and is in force: `changes` holds the new text, `previous` the old one.

    After results are known, anything but a clarification makes the round exploratory.
    """

    kind = "round.amended"
    amendment: int
    n: int
    amendment_kind: str
    author: str
    reason: str
    changes: dict[str, Any]
    results_known: bool
    exploratory: bool
    unreviewed: bool
    hash: str


@dataclass(frozen=True, kw_only=True)
class AmendmentDeclined(Fact):
    """A proposed amendment was declined by another person, or withdrawn by its author; nothing has changed."""

    kind = "amendment.declined"
    amendment: int
    n: int
    amendment_kind: str
    withdrawn: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class LogAdded(Fact):
    """Somebody wrote in the research log."""

    kind = "log.added"
    entry: int
    log_kind: str
    mentions: list[str]


@dataclass(frozen=True, kw_only=True)
class LogEdited(Fact):
    """Somebody changed their entry; `revision` tells a late, visible edit from one within fifteen minutes."""

    kind = "log.edited"
    entry: int
    revision: bool


@dataclass(frozen=True, kw_only=True)
class HelpAnswered(Fact):
    """A call for help was answered, or closed by who had asked (`closed`); `minutes` went by since `asked_at`."""

    kind = "help.answered"
    entry: int
    asked_by: str
    asked_at: str
    minutes: int
    closed: bool


@dataclass(frozen=True, kw_only=True)
class LogCaptured(Fact):
    """A card was made of an entry of this card's log; it is linked as found in this card."""

    kind = "log.captured"
    entry: int
    target: str


@dataclass(frozen=True, kw_only=True)
class LogRemoved(Fact):
    """An entry was taken out; a tombstone stays."""

    kind = "log.removed"
    entry: int
