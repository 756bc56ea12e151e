"""What the lock asks for, gathered in one dialog: missing fields, results seen before, warnings to waive."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.errors import FieldError, Refusal
from boards.models import Card
from hypotheses.actions import missing_to_lock
from hypotheses.criteria_table import Row, table
from hypotheses.default_baseline import take_default
from hypotheses.draft_form import Draft
from hypotheses.forms import LockForm
from hypotheses.models import Criterion, Round
from hypotheses.preflight import Finding, Severity, preflight
from hypotheses.results import criterion_of
from hypotheses.rule import BUDGET_NEEDED
from hypotheses.words import LOOKED

CRITERIA = "criteria"
NO_CRITERION = noop("Add at least one success criterion.")
IMPOSSIBLE = "impossible_target"  # the one finding that no reason waives


class LockDialog:
    """The forms of the dialog, from the round as it stands or from what was typed."""

    def __init__(self, card: Card, round_: Round | None, data: QueryDict | None = None) -> None:
        self.card = card
        self.round = round_
        self.is_exploration = card.kind == Card.Kind.EXPLORATION
        if round_ is not None:
            take_default(card, round_)
        self.findings = findings(round_)
        self.asks = self._asks(data)
        self.lock = None if self.is_exploration else LockForm(data)
        rows = CRITERIA in self.asks
        only = self.asks - {CRITERIA}
        self.draft = (
            Draft.typed(data, round_, only=only, rows=rows)
            if data is not None
            else Draft.of(round_, card.board, only=only, rows=rows)
        )

    def _asks(self, data: QueryDict | None) -> set[str]:
        """What is missing, what the dialog has asked for before, and criteria that cannot stay as they are."""
        if self.is_exploration:
            return {BUDGET_NEEDED.field}
        missing = {error.field for error in missing_to_lock(self.round or Round(card=self.card))}
        asked = set(str(data.get("asks", "")).split() if data else ())
        mended = {CRITERIA} if any(each.severity != Severity.FLAG for each in self.findings) else set()
        return missing | asked | mended | ({"outcome"} if "belief" in missing else set())

    @property
    def asks_text(self) -> str:
        return " ".join(sorted(self.asks))

    @property
    def looked(self) -> list[tuple[str, str, str]]:
        return [(value.value, gettext(word), gettext(meaning)) for value, word, meaning in LOOKED]

    @property
    def rows(self) -> list[Row]:
        """The criteria that will be locked, when none of them has to be written here."""
        return table(self.round, {}) if self.round else []

    @property
    def prior(self) -> int:
        """Runs with numbers that are on the card already, beside the baseline: a reason to answer with care."""
        runs = self.round.runs.exclude(external_id=self.round.baseline_run or None) if self.round else []
        return sum(bool(run.metrics) for run in runs)

    @property
    def to_waive(self) -> bool:
        return any(each.severity == Severity.BLOCK for each in self.findings)

    def is_valid(self) -> bool:
        """Everything that is missing at once."""
        valid = self.draft.is_valid() & (self.lock is None or self.lock.is_valid())
        if self.draft.rows is None or not self.draft.rows.is_valid() or self._promises():
            return valid
        self.draft.form.add_error(None, gettext(NO_CRITERION))
        return False

    def _promises(self) -> bool:
        return any(criterion["kind"] == Criterion.Kind.SUCCESS for criterion in self.draft.criteria())

    def given(self) -> dict[str, Any]:
        """What `complete_and_lock` takes."""
        criteria = self.draft.criteria() if self.draft.rows is not None else None
        return {"changes": self.draft.form.changes(), "criteria": criteria, **self._answers()}

    def _answers(self) -> dict[str, Any]:
        return dict(self.lock.cleaned_data) if self.lock else {}

    def refuse(self, refusal: Refusal) -> None:
        """Missing fields beside themselves; what the criteria themselves are refused for above them."""
        checks = [error for error in refusal.errors if error.field.startswith(f"{CRITERIA}.") and _is_key(error)]
        if checks:
            self.findings = [Finding(e.field, e.code, _severity(e), e.message) for e in checks]
        others = [error for error in refusal.errors if error not in checks]
        if others or not checks:
            self.draft.refuse(type(refusal)(refusal.sentence, errors=others))


def _severity(error: FieldError) -> Severity:
    return Severity.REFUSE if error.code == IMPOSSIBLE else Severity.BLOCK


def _is_key(error: FieldError) -> bool:
    """`criteria.auc` names a criterion, `criteria.0.metric` a field of a row."""
    return "." not in error.field.removeprefix(f"{CRITERIA}.")


def findings(round_: Round | None) -> list[Finding]:
    if round_ is None:
        return []
    criteria = [criterion_of(row) for row in round_.criteria.all()]
    return preflight(criteria, round_.baseline_metrics or None)
