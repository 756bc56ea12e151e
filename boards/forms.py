"""What people type on the pages of boards. The rules are the actions'; a form reads and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Team
from accounts.page_forms import PageForm
from boards.models import Board, BoardPreset, Lane
from boards.models.card import HUES
from boards.presets import lanes_like

PRESETS = {
    BoardPreset.ML: ("Machine learning", "Questions and tasks on one board. Right for most teams."),
    BoardPreset.VALUECHECK: ("Six lanes", "With a review of the test and another one of the model."),
    BoardPreset.RESEARCH: ("Research", "Questions only; what is worth building goes to a development board."),
    BoardPreset.DEVELOPMENT: ("Development", "Tasks only: the partner of a research board."),
    BoardPreset.BLANK: ("Blank", "Nothing but a backlog, and the lanes you add."),
}


class NewBoardForm(PageForm):
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"placeholder": "Churn model"}))
    key = forms.CharField(
        max_length=10,
        help_text="2-10 capital letters and digits. It names the cards, such as CHURN-12, and stays for good.",
        widget=forms.TextInput(
            attrs={"class": "input key", "autocapitalize": "characters", "placeholder": "CHURN"}
        ),
    )
    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    preset = forms.ChoiceField(
        choices=[(key.value, name) for key, (name, _) in PRESETS.items()],
        initial=BoardPreset.ML,
        widget=forms.RadioSelect,
        label="Lanes to begin with",
        help_text="Lanes can be added, renamed, moved and removed at any time.",
    )

    like = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: Any, like: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = like
        if like is not None:
            self.fields["like"].initial = like.key
            self.fields["preset"].required = False
        field = self.fields["team"]
        field.queryset = teams  # type: ignore[attr-defined]  # it is a ModelChoiceField
        field.label_from_instance = lambda team: team.name  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).upper()

    def given(self) -> dict[str, Any]:
        """What `create_board` takes: lanes like those of another board, or those of a preset."""
        wanted = {name: value for name, value in self.cleaned_data.items() if name != "like" and value != ""}
        return {**wanted, "preset": self.model.preset, "lanes": lanes_like(self.model)} if self.model else wanted


class BoardForm(PageForm):
    """Everything that `change_board` sets but the calendar."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(
        label="What this board is for", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    on_continue = forms.ChoiceField(
        label="When a hypothesis is to be built on",
        choices=[
            (Board.OnContinue.NEXT_LANE, "Its card moves to the next lane"),
            (Board.OnContinue.SPAWN_TASK, "A task is made on the development board, and the question is done"),
        ],
    )
    development_board = forms.ChoiceField(label="Development board", required=False)
    expiry = forms.ChoiceField(
        label="When a time-box ends and nobody decides",
        choices=[
            (Board.Expiry.NOTIFY, "Remind, and leave the card where it is"),
            (Board.Expiry.PARK, "After two working days, park it in the backlog as inconclusive"),
        ],
    )
    max_extensions = forms.IntegerField(
        label="How often a time-box may be extended", min_value=0, max_value=10, widget=forms.NumberInput
    )
    capacity_days = forms.IntegerField(
        label="Days of research in two weeks",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="The backlog draws its line after as many.",
        widget=forms.NumberInput,
    )
    rank_by = forms.ChoiceField(
        label="Who ranks the backlog",
        choices=[
            (Board.RankBy.PRODUCT_OWNER, "The product owner"),
            (Board.RankBy.MEMBERS, "Everybody who writes cards"),
        ],
    )

    def __init__(self, *args: Any, others: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [("", "None")] + [(board.key, f"{board.name} ({board.key})") for board in others]
        self.fields["development_board"].choices = keys  # type: ignore[attr-defined]  # it is a ChoiceField

    def given(self) -> dict[str, Any]:
        """A number that was left out stays as it is."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


LANE_ROLES = [
    (Lane.Role.BACKLOG, "Backlog: ideas in rank order"),
    (Lane.Role.QUEUE, "Queue: chosen, not begun"),
    (Lane.Role.ACTIVE, "Work: somebody is at it"),
    (Lane.Role.REVIEW, "Review: the clock stands still"),
    (Lane.Role.DONE, "Done"),
]


class LaneForm(PageForm):
    """A board has one backlog: it keeps its role, and no other lane can have it."""

    name = forms.CharField(max_length=120)
    role = forms.ChoiceField(label="What it is for", initial=Lane.Role.ACTIVE)
    wip_limit = forms.IntegerField(
        label="Limit", required=False, min_value=1, max_value=1000, help_text="Most cards at a time."
    )
    wip_mode = forms.ChoiceField(
        label="Over the limit",
        choices=[
            (Lane.WipMode.OFF, "Nothing happens"),
            (Lane.WipMode.WARN, "The lane warns"),
            (Lane.WipMode.BLOCK, "The lane is closed"),
        ],
        initial=Lane.WipMode.OFF,
    )
    policy = forms.CharField(
        label="What a card needs to come in",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown under the name of the lane.",
    )
    runs_box = forms.BooleanField(
        label="Starts the clock: a hypothesis enters locked, and its time-box runs here", required=False
    )
    needs_verdict = forms.BooleanField(
        label="Asks for an answer: a hypothesis enters with a verdict only", required=False
    )

    def __init__(self, *args: Any, lane: Lane | None = None, **kwargs: Any) -> None:
        values = {name: getattr(lane, name) for name in self.base_fields} if lane else None
        super().__init__(*args, initial=values, **kwargs)
        backlog = bool(lane and lane.is_backlog)
        roles = [(role, words) for role, words in LANE_ROLES if (role == Lane.Role.BACKLOG) == backlog]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # it is a ChoiceField


class LabelForm(PageForm):
    name = forms.CharField(max_length=60)
    hue = forms.ChoiceField(
        label="Colour",
        choices=list(zip(HUES, ("blue", "green", "orange", "pink", "teal"), strict=True)),
        initial=HUES[0],
    )


class DeleteBoardForm(PageForm):
    typed = forms.CharField(label="Type the key of the board to delete it", max_length=10)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip()
        if typed != self.key:
            raise forms.ValidationError(f"That is not {self.key}.")
        return typed
