"""Finding what an address of models names, on a board that the person sees."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.errors import NotFound
from boards.models import Board
from modelversions.models import ModelVersion, RegistryHook, ReleaseProposal


def version_of(board: Board, pk: int) -> ModelVersion:
    found = ModelVersion.objects.filter(board=board, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def proposal_of(board: Board, pk: int) -> ReleaseProposal:
    found = ReleaseProposal.objects.filter(board=board, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def hook_of(board: Board) -> RegistryHook | None:
    return RegistryHook.objects.filter(board=board).first()


def hook_url(hook: RegistryHook | None) -> str:
    """Where the registry sends its webhook."""
    return f"{settings.SITE_URL}{reverse('registry_hook', args=[hook.hook_id])}" if hook else ""
