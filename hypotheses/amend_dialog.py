"""The dialog of an amendment: the locked text to write over, which kind of change it is, and why."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from accounts.errors import Refusal
from accounts.page_forms import PageForm
from boards.models import Board
from hypotheses.amending import TEXTS
from hypotheses.amendment_words import KINDS
from hypotheses.draft_form import Draft, typed_rows
from hypotheses.forms import writing
from hypotheses.models import Amendment, Round

ONLY: Final = {*TEXTS, "run_policy", "baseline_run"}
FIRST: Final = ("belief", "outcome", "because", "for_whom", "signal", "plan_if_pass", "plan_if_fail")


class AmendForm(PageForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of change is it?"),
        choices=Amendment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what kind of change it is.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=4_000,
        widget=writing(2, gettext_lazy("The validation set leaks; we judge on the test set instead.")),
        error_messages={"required": gettext_lazy("Say why; whoever approves has to know.")},
    )


class AmendDialog:
    """Two forms that are sent as one."""

    def __init__(self, round_: Round, board: Board, data: QueryDict | None = None) -> None:
        self.round = round_
        self.was_typed = data is not None
        self.form = AmendForm(data)
        self.draft = Draft.of(round_, board, only=ONLY) if data is None else Draft.typed(data, round_, only=ONLY)

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        return [(kind.value, gettext(word), gettext(meaning)) for kind, (word, meaning) in KINDS.items()]

    @property
    def texts(self) -> list[Any]:
        return [self.draft.form[name] for name in FIRST]

    def retype(self, do: str, data: QueryDict) -> None:
        """One row more, or `drop-2` less, with everything else as it was typed; nothing is checked yet."""
        rows = typed_rows(data, whole=True)
        rows = [*rows, {}] if do == "add" else [row for n, row in enumerate(rows) if f"drop-{n}" != do]
        self.draft = Draft.filled(data.dict(), rows, self.round, ONLY)
        self.form = AmendForm(initial={name: data.get(name, "") for name in AmendForm.base_fields})

    def is_valid(self) -> bool:
        return bool(self.form.is_valid()) & self.draft.is_valid()

    def given(self) -> dict[str, Any]:
        """What `propose_amendment` takes."""
        return {
            **self.form.cleaned_data,
            "changes": self.draft.form.changes(),
            "criteria": self.draft.criteria(),
        }

    def refuse(self, refusal: Refusal) -> None:
        """What belongs to kind and reason stands there, everything else at the text."""
        own = [error for error in refusal.errors if error.field in self.form.fields]
        for error in own:
            self.form.add_error(error.field, error.message)
        others = [error for error in refusal.errors if error not in own]
        if others or not own:
            self.draft.refuse(type(refusal)(refusal.sentence, errors=others))
