"""What people type about initiatives and their stages. The rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from accounts.page_forms import PageForm
from boards.models import Board, Card
from hypotheses.models import Round, Verdict
from timeboxes.actions.decide_stage import OUTCOMES
from timeboxes.models import Stage

MOST_PROOFS = 300


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class InitiativeForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    goal = forms.CharField(
        label=gettext_lazy("What is it for?"),
        required=False,
        max_length=4000,
        widget=_lines(2),
        help_text=gettext_lazy("Shown on its page."),
    )


class StageForm(PageForm):
    """A stage before it begins; while it runs only what its gate asks for."""

    name = forms.CharField(label=gettext_lazy("Stage"), max_length=120)
    budget = forms.CharField(
        label=gettext_lazy("Time-box"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "1w", "autocomplete": "off"}),
    )
    proof = forms.ChoiceField(label=gettext_lazy("The card that proves it"), required=False)
    asks = forms.CharField(
        label=gettext_lazy("What must be true to go on?"), required=False, max_length=4000, widget=_lines(2)
    )

    def __init__(self, *args: Any, board: Board, begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].choices = [("", gettext("None")), *proofs(board)]  # type: ignore[attr-defined]  # a ChoiceField
        if begun:
            del self.fields["name"], self.fields["budget"]

    @classmethod
    def of(cls, stage: Stage, budget: str, board: Board) -> StageForm:
        first = {
            "name": stage.name,
            "budget": budget,
            "asks": stage.asks,
            "proof": stage.proof and stage.proof.ref,
        }
        begun = stage.state != Stage.State.PLANNED
        return cls(initial=first, board=board, begun=begun, auto_id=f"stage-{stage.pk}-%s")


class StageDecisionForm(PageForm):
    """What follows, and the answer of the card that proves the stage, when that still lacks one."""

    outcome = forms.ChoiceField(choices=[(value.value, value.label) for value in OUTCOMES])
    stage = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    rationale = forms.CharField(
        label=gettext_lazy("Why? (optional)"), required=False, max_length=10_000, widget=_lines(2)
    )
    extend_minutes = forms.CharField(label=gettext_lazy("By how much?"), required=False, max_length=60)
    expects = forms.CharField(
        label=gettext_lazy("What new information do you expect?"),
        required=False,
        max_length=10_000,
        widget=_lines(2),
    )
    learned = forms.CharField(
        label=gettext_lazy("What was learned?"), required=False, max_length=10_000, widget=_lines(2)
    )

    def decision(self) -> dict[str, Any]:
        """What `decide_stage` takes."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        learned = given.pop("learned", "")
        if learned:
            given["verdict"] = {"value": Verdict.Value.SUPPORTED.value, "learned": learned}
        return given


def proofs(board: Board) -> list[tuple[str, str]]:
    """Research cards of the board that have no verdict yet."""
    cards = board.cards.open().exclude(kind=Card.Kind.TASK).exclude(rounds__state=Round.State.CONCLUDED)
    rows = cards.order_by("-number").values_list("ref", "title")[:MOST_PROOFS]
    return [(ref, f"{ref} {title}"[:80]) for ref, title in rows]
