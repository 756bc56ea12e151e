"""What a person fills in to bring a board in; where each format's file is to be had."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as noop

from accounts.access import POLICY, Verb
from accounts.forms import plain
from accounts.models import Person, Team
from accounts.page_forms import PageForm
from boards.models import Board
from integrations.actions import Wishes
from integrations.importers.formats import FORMATS

# By code: how the other system writes the file.
WHERE = {
    "trello": noop("Board menu, Print, export and share, Export as JSON."),
    "jira": noop("Filters, search for the issues, Export, CSV (all fields)."),
    "github": noop("The JSON of “gh issue list --state all --json …”, or of the REST API's list of issues."),
    "csv": noop("A line for each card, with the names of the columns in the first: title, lane, labels, due …"),
    "prooflane": noop("Board, Export, Bundle (JSON)."),
}


def sources() -> list[tuple[str, str]]:
    """Each format by name, with where its file comes from."""
    return [(each.name, gettext(WHERE[code])) for code, each in FORMATS.items() if code in WHERE]


def teams_to_import(person: Person) -> QuerySet[Team]:
    roles = [role for role, held in POLICY.items() if Verb.IMPORT in held]
    return Team.objects.filter(memberships__person=person, memberships__role__in=roles).order_by("name")


class ImportForm(PageForm):
    file = forms.FileField(label=gettext_lazy("File"), max_length=255, allow_empty_file=True)
    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"), empty_label=None)
    board = forms.ModelChoiceField(
        Board.objects.none(),
        to_field_name="key",
        required=False,
        label=gettext_lazy("Into"),
        empty_label=gettext_lazy("A new board"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new board"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("as in the file"), "autocomplete": "off"}),
    )
    key = forms.CharField(
        label=gettext_lazy("Its key"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("2-10 capital letters and digits. It names the cards and stays for good."),
        widget=forms.TextInput(
            attrs={**plain(autocapitalize="characters"), "placeholder": gettext_lazy("by its name")}
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = teams_to_import(person)
        boards = Board.objects.visible_to(person).open().filter(team__in=teams).order_by("name")
        for name, rows in (("team", teams), ("board", boards)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # they are ModelChoiceFields
        self.fields["team"].label_from_instance = lambda team: team.name  # type: ignore[attr-defined]
        board = self.fields["board"]
        board.label_from_instance = lambda each: f"{each.name} ({each.key})"  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).upper()

    def given(self) -> dict[str, Any]:
        """What `start_import` takes; the team of a chosen board is that board's."""
        data = self.cleaned_data
        wishes = Wishes(dry_run="look" in self.data, key=data["key"], name=data["name"], board=data["board"])
        team = data["board"].team if data["board"] else data["team"]
        return {"team": team, "file": data["file"].name, "chunks": data["file"].chunks(), "wishes": wishes}
