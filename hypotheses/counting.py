"""Which runs count as evidence, and which of them the locked run policy looks at.

This catches honest mistakes, not fraud: start times are what the tracker says they are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from hypotheses.criteria import Metrics

RUN_POLICIES: Final = ("designated", "latest_finished", "mean_of_seeds", "best")


@dataclass(frozen=True, slots=True)
class Run:
    """What the evaluation needs to know of a run; `first_seen` is our own clock, the other times the tracker's."""

    id: str
    status: str
    first_seen: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    metrics: Metrics = field(default_factory=dict)
    designated: bool = False
    seed: str = ""

    @property
    def finish(self) -> tuple[datetime, str]:
        """When it ended as far as known; the id decides between two of one instant."""
        return self.ended_at or self.started_at or self.first_seen, self.id


def counts(run: Run, locked_at: datetime | None) -> tuple[bool, str]:
    """Whether a run counts for the verdict, and the sentence that says why."""
    if locked_at is None:
        return False, _("The criteria are not locked yet.")
    if run.status == "running":
        return False, _("It is still running.")
    if run.status != "finished":
        return False, _not_finished(run.status)
    if min(run.started_at or run.first_seen, run.first_seen) < locked_at:
        return False, _("It began before the criteria were locked.")
    return True, _("It finished, and began after the criteria were locked.")


def _not_finished(status: str) -> str:
    if status == "failed":
        return _("It is failed; only finished runs count.")
    if status == "killed":
        return _("It is killed; only finished runs count.")
    return _("It is %(status)s; only finished runs count.") % {"status": status}


def counting_runs(runs: Iterable[Run], locked_at: datetime | None) -> tuple[Run, ...]:
    """The runs that count, in order of their finish."""
    counted = (run for run in runs if counts(run, locked_at)[0])
    return tuple(sorted(counted, key=lambda run: run.finish))


def candidates(policy: str, runs: Sequence[Run], counted: Sequence[Run]) -> Sequence[Run]:
    """The counting runs that the policy may look at.

    Once a run is designated only designated ones are: another run is not put in the place of one that does
    not count yet. `mean_of_seeds` takes the latest run of each seed; one without a seed shows no independence.
    """
    if policy not in RUN_POLICIES:
        raise ValueError(f"{policy!r} is not a run policy")
    if policy == "designated" and any(run.designated for run in runs):
        return [run for run in counted if run.designated]
    if policy == "mean_of_seeds":
        return list({run.seed: run for run in counted if run.seed}.values())
    return counted


def chosen_runs(policy: str, pool: Sequence[Run], merit: Callable[[Run], Any]) -> Sequence[Run]:
    """The runs whose mean is judged: all seeds, the one of most `merit`, or the one that finished last.

    `designated` with nothing designated takes the latest, which is also the only one when there is one.
    """
    if policy == "mean_of_seeds" or not pool:
        return pool
    return [max(pool, key=merit)] if policy == "best" else [pool[-1]]
