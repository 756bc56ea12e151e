"""The form of a draft: the parts of a round and its criteria as rows; from a round, typing, or one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms

from accounts.durations import format_duration
from accounts.errors import Refusal
from boards.bullet import SIGNS
from boards.models import Board
from hypotheses.criteria import exact, plain
from hypotheses.forms import PERCENT, CriterionForm, HypothesisForm
from hypotheses.models import Criterion, Round
from hypotheses.seen import prints_of
from hypotheses.statement import Candidate, parse_statement

MOST_ROWS = 30
SAYS_SOMETHING = ("metric", "target", "statement")
CriterionRows = forms.formset_factory(CriterionForm, extra=0, max_num=MOST_ROWS)


class Draft:
    """The form and the rows together; `unread` are the numbers of a sentence that became no criterion.

    `assumed` are those that stand in a row although the sentence does not say at least or at most.
    """

    def __init__(self, form: HypothesisForm, rows: Any, unread: tuple[str, ...] = ()) -> None:
        self.form = form
        self.rows = rows
        self.unread = unread
        self.assumed: list[tuple[str, str]] = []
        self.was_read = False
        self.sentence = ""
        self.seen = ""
        self.told = ""
        self.is_beside = False
        self.their_criteria: list[str] = []

    @classmethod
    def of(cls, round_: Round | None, board: Board, only: set[str] | None = None, *, rows: bool = True) -> Draft:
        """As the round stands; the rows begin with an empty one."""
        known = [row_of(each) for each in round_.criteria.all()] if round_ else []
        form = HypothesisForm(initial=values_of(round_, board), round_=round_, only=only)
        draft = cls(form, _rows(known or [{}]) if rows else None)
        draft.seen = seen_text(round_)
        return draft

    @classmethod
    def typed(
        cls, data: Mapping[str, Any], round_: Round | None, only: set[str] | None = None, *, rows: bool = True
    ) -> Draft:
        form = HypothesisForm(data, round_=round_, only=only)
        draft = cls(form, CriterionRows(data, prefix="criteria") if rows else None)
        draft.seen = str(data.get("seen", ""))
        return draft

    @classmethod
    def filled(
        cls,
        data: Mapping[str, Any],
        rows: list[dict[str, Any]],
        round_: Round | None,
        only: set[str] | None = None,
    ) -> Draft:
        """What was typed, with other rows, still to be looked at: nothing is checked yet."""
        values = {name: data[name] for name in HypothesisForm.base_fields if name in data}
        draft = cls(HypothesisForm(initial=values, round_=round_, only=only), _rows(rows))
        draft.seen = str(data.get("seen", ""))
        return draft

    @classmethod
    def read(cls, sentence: str, data: Mapping[str, Any], round_: Round | None) -> Draft:
        """The parts and criteria of one sentence over what was typed; parts it does not name stay."""
        read = parse_statement(sentence)
        found = {name: text for name, text in asdict(read.parts).items() if text}
        typed = typed_rows(data)
        known = {(row["metric"], row["op"], row["target"]) for row in typed}
        fresh = [
            row
            for row in map(row_read, (*read.criteria, *read.proposed))
            if (row["metric"], row["op"], row["target"]) not in known
        ]
        draft = cls.filled({**_plain(data), **found}, [*typed, *fresh], round_)
        assumed = {each.text: f"{each.metric} {SIGNS[each.op]} {each.target}{each.unit}" for each in read.proposed}
        draft.unread = tuple(each for each in read.unread if each not in assumed)
        draft.assumed, draft.was_read, draft.sentence = list(assumed.items()), True, sentence
        return draft

    def is_valid(self) -> bool:
        return bool(self.form.is_valid()) & (self.rows is None or bool(self.rows.is_valid()))

    def criteria(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        return [row.criterion() for row in self.rows if any(row.cleaned_data.get(n) for n in SAYS_SOMETHING)]

    def refuse(self, refusal: Refusal) -> None:
        """`criteria.2.metric` stands beside its field, everything else with the form."""
        for error in refusal.errors:
            row, name = self._row_named(error.field)
            if row is not None:
                row.add_error(name, error.message)
            else:
                self.form.add_error(error.field if error.field in self.form.fields else None, error.message)
        if not refusal.errors:
            self.form.add_error(None, refusal.sentence)

    def _row_named(self, field: str) -> tuple[CriterionForm | None, str]:
        start, _, rest = field.partition(".")
        place, _, name = rest.partition(".")
        if start != "criteria" or not place.isdecimal() or name not in CriterionForm.base_fields:
            return None, ""
        kept = [row for row in self.rows or [] if any(row.cleaned_data.get(n) for n in SAYS_SOMETHING)]
        return kept[int(place)], name


def seen_text(round_: Round | None) -> str:
    """What the form carries to say later what its reader saw."""
    return json.dumps(prints_of(round_ or Round()))


def seen_in(text: str) -> dict[str, str] | None:
    """The prints that came back; None when there are none, or none that can be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in data}


def _rows(rows: list[dict[str, Any]]) -> Any:
    return CriterionRows(initial=rows, prefix="criteria")


def typed_rows(data: Mapping[str, Any], *, whole: bool = False) -> list[dict[str, Any]]:
    """The rows as they were typed, whatever they say; empty ones are left out unless `whole`."""
    total = str(data.get("criteria-TOTAL_FORMS", "0"))
    count = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    rows = [
        {name: data.get(f"criteria-{n}-{name}", "") for name in CriterionForm.base_fields} for n in range(count)
    ]
    return [row for row in rows if whole or any(row[name] for name in SAYS_SOMETHING)]


def values_of(round_: Round | None, board: Board) -> dict[str, Any]:
    if round_ is None:
        return {}
    minutes = round_.budget_minutes
    per_day = board.calendar().hours().minutes_per_day
    values = {name: getattr(round_, name) for name in HypothesisForm.base_fields if hasattr(round_, name)}
    return {
        **values,
        "budget": format_duration(minutes, minutes_per_day=per_day) if minutes else "",
        "forecast": None if round_.forecast is None else round(round_.forecast * 100),
    }


def row_of(criterion: Criterion) -> dict[str, Any]:
    values = {name: getattr(criterion, name, "") for name in CriterionForm.base_fields}
    target = exact(criterion.target)
    versus = versus_of(criterion.relative_to, criterion.unit)
    return {**values, "target": "" if target is None else plain(target), "versus": versus}


def versus_of(relative_to: str, unit: str) -> str:
    if relative_to == Criterion.RelativeTo.ABSOLUTE:
        return "absolute"
    return "percent" if unit == PERCENT else "baseline"


def row_read(candidate: Candidate) -> dict[str, Any]:
    target = exact(candidate.target)
    return {
        "kind": Criterion.Kind.SUCCESS,
        "mode": Criterion.Mode.METRIC,
        "metric": candidate.metric,
        "op": candidate.op,
        "target": "" if target is None else plain(target),
        "versus": versus_of(candidate.relative_to, candidate.unit),
        "unit": candidate.unit,
        "min_runs": 1,
    }
