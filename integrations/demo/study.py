"""A study that went its ordinary way: written, locked, forecast, run, concluded, decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from integrations.demo import stage
from integrations.demo.stage import Step

GOES_ON = "continue"
MINUTES = 40


@dataclass(frozen=True, kw_only=True)
class Study:
    """One question and its answer. `day` is when it began, `took` working days later it had its verdict.

    The first forecast is the author's and comes with the lock; `runs` are one a day, the last one decides.
    """

    name: str
    title: str
    day: int
    forecasts: dict[str, float]
    criteria: list[dict[str, Any]]
    verdict: str
    learned: str
    runs: list[dict[str, float]] = field(default_factory=list)
    took: int = 1
    budget: str = "3d"
    label: str = "prepaid"
    value: int = 3
    looked: str = "no"
    observed: str = ""
    therefore: str = ""
    against: str = ""
    outcome: str = "stop"
    rationale: str = "The question has its answer."
    notes: list[tuple[str, str]] = field(default_factory=list)
    text: dict[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> str:
        return next(iter(self.forecasts))

    @property
    def steps(self) -> list[Step]:
        """All of it, in order of time."""
        ends = self._goes_on() if self.outcome == GOES_ON else [self._on(self.took, 17, self.who, MOVE_TO_DONE, 1)]
        return stage.about(self.name, *self._begins(), *self._finds(), *self._concludes(), *ends)

    def _on(self, after: int, hour: int, who: str, act: stage.Act, minute: int = 0) -> Step:
        """Not everything happens at the full hour."""
        shift = (self.day * -7) % MINUTES + minute
        return Step(self.day + after, f"{hour:02}:{shift:02}", who, act)

    def _begins(self) -> list[Step]:
        others = list(self.forecasts)[1:]
        about: dict[str, Any] = {"labels": [self.label], "assignees": [self.who], "value": self.value}
        texts = {"belief": self.title, "outcome": self.title, "budget": self.budget, **self.text}
        plans = stage.plans("build it in", "leave it out and say why")
        write = stage.write(self.criteria, forecast=self.forecasts[self.who], **{**texts, **plans})
        return [
            self._on(0, 9, self.who, stage.create(self.title, **about)),
            self._on(0, 10, self.who, write),
            self._on(0, 10, self.who, stage.lock(self.looked), 5),
            self._on(0, 11, self.who, stage.move("test hypothesis")),
            *(self._on(0, 12, who, stage.forecast(self.forecasts[who]), n) for n, who in enumerate(others)),
        ]

    def _finds(self) -> list[Step]:
        last = len(self.runs) - 1
        pushed = [
            stage.run(f"{self.name}-{n + 1}", decides=n == last, metrics=run) for n, run in enumerate(self.runs)
        ]
        runs = [self._on(min(n, self.took), 14, self.who, push, n) for n, push in enumerate(pushed)]
        notes = enumerate(self.notes)
        return runs + [self._on(self.took, 15, who, stage.log(text), n) for n, (who, text) in notes]

    def _concludes(self) -> list[Step]:
        said = {"observed": self.observed, "learned": self.learned, "therefore": self.therefore}
        verdict = stage.conclude(self.verdict, override_reason=self.against, **said)
        confirms = [self._on(self.took, 16, "petra", stage.confirm(), 9)] if self.against else []
        return [self._on(self.took, 16, self.who, verdict), *confirms, *self._decides()]

    def _decides(self) -> list[Step]:
        """The gate is open where every criterion was met; from elsewhere a verdict is the early way out."""
        if self.verdict not in ("supported", "invalid"):
            return []
        return [self._on(self.took, 17, "petra", stage.decide(self.outcome, self.rationale))]

    def _goes_on(self) -> list[Step]:
        """Through the review into the model."""
        return [
            self._on(self.took + 2, 10, "ada" if self.who == "ben" else "ben", stage.move("update model")),
            self._on(self.took + 4, 15, self.who, MOVE_TO_DONE),
        ]


MOVE_TO_DONE = stage.move("done", to="top")
