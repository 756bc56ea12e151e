"""Finding what an address of initiatives names, on a board that the person sees."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.errors import NotFound
from boards.models import Board
from timeboxes.actions.decide import GateClosed
from timeboxes.initiative_json import current_stage, following
from timeboxes.models import Initiative, Stage


def initiative_of(board: Board, pk: int) -> Initiative:
    found = Initiative.objects.filter(board=board, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def stage_of(initiative: Initiative, pk: int) -> Stage:
    found = Stage.objects.select_related("initiative").filter(initiative=initiative, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def startable(initiative: Initiative) -> Stage:
    """The stage that would come next."""
    found = following(initiative, current_stage(initiative))
    if found is None:
        raise NotFound(_("%(initiative)s has no stage to start.") % {"initiative": initiative.name})
    return found


def deciding(initiative: Initiative, pk: int | None = None) -> Stage:
    """The stage that is meant, decided or not; without a number the open one, or the last that was decided."""
    if pk is not None:
        return stage_of(initiative, pk)
    begun = initiative.stages.exclude(state=Stage.State.PLANNED).last()
    found = current_stage(initiative) or begun or initiative.stages.first()
    if found is None:
        raise GateClosed(_("%(initiative)s has no stage yet.") % {"initiative": initiative.name})
    return found
