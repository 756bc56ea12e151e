"""What people type on the pages of boards. The rules are the actions'; a form reads and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext

from accounts.models import Team
from accounts.page_forms import PageForm
from boards.models import Board, BoardPreset, Lane
from boards.models.card import HUES
from boards.presets import lanes_like

PRESETS = {
    BoardPreset.ML: (
        gettext_lazy("Machine learning"),
        gettext_lazy("Questions and tasks on one board. Right for most teams."),
    ),
    BoardPreset.VALUECHECK: (
        gettext_lazy("Six lanes"),
        gettext_lazy("With a review of the test and another one of the model."),
    ),
    BoardPreset.RESEARCH: (
        gettext_lazy("Research"),
        gettext_lazy("Questions only; what is worth building goes to a development board."),
    ),
    BoardPreset.DEVELOPMENT: (
        gettext_lazy("Development"),
        gettext_lazy("Tasks only: the partner of a research board."),
    ),
    BoardPreset.BLANK: (gettext_lazy("Blank"), gettext_lazy("Nothing but a backlog, and the lanes you add.")),
}


class NewBoardForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Churn model")}),
    )
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=10,
        help_text=gettext_lazy(
            "2-10 capital letters and digits. It names the cards, such as CHURN-12, and stays for good."
        ),
        widget=forms.TextInput(
            attrs={"class": "input key", "autocapitalize": "characters", "placeholder": "CHURN"}
        ),
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), empty_label=None)
    preset = forms.ChoiceField(
        choices=[(key.value, name) for key, (name, _) in PRESETS.items()],
        initial=BoardPreset.ML,
        widget=forms.RadioSelect,
        label=gettext_lazy("Lanes to begin with"),
        help_text=gettext_lazy("Lanes can be added, renamed, moved and removed at any time."),
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

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    description = forms.CharField(
        label=gettext_lazy("What this board is for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on_continue = forms.ChoiceField(
        label=gettext_lazy("When a hypothesis is to be built on"),
        choices=[
            (Board.OnContinue.NEXT_LANE, gettext_lazy("Its card moves to the next lane")),
            (
                Board.OnContinue.SPAWN_TASK,
                gettext_lazy("A task is made on the development board, and the question is done"),
            ),
        ],
    )
    development_board = forms.ChoiceField(label=gettext_lazy("Development board"), required=False)
    expiry = forms.ChoiceField(
        label=gettext_lazy("When a time-box ends and nobody decides"),
        choices=[
            (Board.Expiry.NOTIFY, gettext_lazy("Remind, and leave the card where it is")),
            (Board.Expiry.PARK, gettext_lazy("After two working days, park it in the backlog as inconclusive")),
        ],
    )
    max_extensions = forms.IntegerField(
        label=gettext_lazy("How often a time-box may be extended"),
        min_value=0,
        max_value=10,
        widget=forms.NumberInput,
    )
    capacity_days = forms.IntegerField(
        label=gettext_lazy("Days of research in two weeks"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("The backlog draws its line after as many."),
        widget=forms.NumberInput,
    )
    rank_by = forms.ChoiceField(
        label=gettext_lazy("Who ranks the backlog"),
        choices=[
            (Board.RankBy.PRODUCT_OWNER, gettext_lazy("The product owner")),
            (Board.RankBy.MEMBERS, gettext_lazy("Everybody who writes cards")),
        ],
    )

    def __init__(self, *args: Any, others: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [("", gettext("None"))] + [(board.key, f"{board.name} ({board.key})") for board in others]
        self.fields["development_board"].choices = keys  # type: ignore[attr-defined]  # it is a ChoiceField

    def given(self) -> dict[str, Any]:
        """A number that was left out stays as it is."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


LANE_ROLES = [
    (Lane.Role.BACKLOG, gettext_lazy("Backlog: ideas in rank order")),
    (Lane.Role.QUEUE, gettext_lazy("Queue: chosen, not begun")),
    (Lane.Role.ACTIVE, gettext_lazy("Work: somebody is at it")),
    (Lane.Role.REVIEW, gettext_lazy("Review: the clock stands still")),
    (Lane.Role.DONE, gettext_lazy("Done")),
]


def role_word(role: str) -> str:
    """The role of a lane in one word, within a sentence."""
    words = {
        Lane.Role.BACKLOG: pgettext("role of a lane", "backlog"),
        Lane.Role.QUEUE: pgettext("role of a lane", "queue"),
        Lane.Role.ACTIVE: pgettext("role of a lane", "active"),
        Lane.Role.REVIEW: pgettext("role of a lane", "review"),
        Lane.Role.DONE: pgettext("role of a lane", "done"),
    }
    return words[Lane.Role(role)]


class LaneForm(PageForm):
    """A board has one backlog: it keeps its role, and no other lane can have it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("What it is for"), initial=Lane.Role.ACTIVE)
    wip_limit = forms.IntegerField(
        label=gettext_lazy("Limit"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Most cards at a time."),
    )
    wip_mode = forms.ChoiceField(
        label=gettext_lazy("Over the limit"),
        choices=[
            (Lane.WipMode.OFF, gettext_lazy("Nothing happens")),
            (Lane.WipMode.WARN, gettext_lazy("The lane warns")),
            (Lane.WipMode.BLOCK, gettext_lazy("The lane is closed")),
        ],
        initial=Lane.WipMode.OFF,
    )
    policy = forms.CharField(
        label=gettext_lazy("What a card needs to come in"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Shown under the name of the lane."),
    )
    runs_box = forms.BooleanField(
        label=gettext_lazy("Starts the clock: a hypothesis enters locked, and its time-box runs here"),
        required=False,
    )
    needs_verdict = forms.BooleanField(
        label=gettext_lazy("Asks for an answer: a hypothesis enters with a verdict only"), required=False
    )

    def __init__(self, *args: Any, lane: Lane | None = None, **kwargs: Any) -> None:
        values = {name: getattr(lane, name) for name in self.base_fields} if lane else None
        super().__init__(*args, initial=values, **kwargs)
        backlog = bool(lane and lane.is_backlog)
        roles = [(role, words) for role, words in LANE_ROLES if (role == Lane.Role.BACKLOG) == backlog]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # it is a ChoiceField


class LabelForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    hue = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=list(
            zip(
                HUES,
                (
                    gettext_lazy("blue"),
                    gettext_lazy("green"),
                    gettext_lazy("orange"),
                    gettext_lazy("pink"),
                    gettext_lazy("teal"),
                ),
                strict=True,
            )
        ),
        initial=HUES[0],
    )


class DeleteBoardForm(PageForm):
    typed = forms.CharField(label=gettext_lazy("Type the key of the board to delete it"), max_length=10)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip()
        if typed != self.key:
            raise forms.ValidationError(gettext("That is not %(key)s.") % {"key": self.key})
        return typed
