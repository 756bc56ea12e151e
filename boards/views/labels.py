"""The labels on the settings page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Invalid, NotFound
from accounts.pages import PersonRequest, signed_in
from boards.actions.labels import add_label, change_label, remove_label
from boards.forms import LabelForm
from boards.models import Board, Label
from boards.views.cards import cause_of
from boards.views.settings import configurable_board, saved, settings_page


def label_of(board: Board, pk: int) -> Label:
    label = board.labels.filter(pk=pk).first()
    if label is None:
        raise NotFound(_("That label has been removed."))
    return label


@signed_in
@require_POST
def labels(request: PersonRequest, key: str) -> HttpResponse:
    board = configurable_board(request, key)
    form = LabelForm(request.POST)
    if form.is_valid():
        with form.refusals():
            label = add_label(cause=cause_of(request), board=board, **form.cleaned_data)
            return saved(request, board, "labels", _("%(name)s is there.") % {"name": label.name})
    return settings_page(request, board, new_label=form)


@signed_in
@require_POST
def label(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Another name or colour, on every card at once."""
    board = configurable_board(request, key)
    found = label_of(board, pk)
    try:
        name, hue = request.POST.get("name", ""), request.POST.get("hue", "")
        change_label(cause=cause_of(request), label=found, name=name, hue=hue)
    except Invalid as refusal:
        return settings_page(request, board, label_alert=refusal.sentence, status=refusal.status)
    return saved(request, board, "labels")


@signed_in
@require_POST
def label_removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    board = configurable_board(request, key)
    found = label_of(board, pk)
    remove_label(cause=cause_of(request), label=found)
    return saved(request, board, "labels", _("%(name)s is gone from every card.") % {"name": found.name})
