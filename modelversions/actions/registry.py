"""The model registry: what it tells is a proposal. Only a person makes a version live."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.lock import lock_board, lock_boards_for_clock
from boards.events import Cause, record
from boards.models import Board
from modelversions.actions.releases import release_version
from modelversions.actions.versions import add_version
from modelversions.events import ModelProposalSettled, ModelProposed, ModelRegistrySet
from modelversions.models import ModelVersion, RegistryHook, ReleaseProposal


@dataclass(frozen=True)
class AliasSet:
    """What a registry says: this alias of this registered model is that version now."""

    delivery_id: str
    name: str
    alias: str
    version: str


def set_registry(
    *, cause: Cause, board: Board, registry_name: str, live_alias: str = "champion", new_secret: bool = False
) -> RegistryHook:
    """Name the registered model and the alias that means live; asked for, the secret is replaced."""
    name, alias = registry_name.strip(), live_alias.strip()
    if not name or len(name) > 200 or not alias or len(alias) > 100:
        raise Invalid.field(
            "registry_name", _("Name the registered model and the alias that means live."), "required"
        )
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        hook = RegistryHook.objects.filter(board=board).first() or RegistryHook(board=board, created_at=cause.at)
        if hook.pk and (hook.registry_name, hook.live_alias, new_secret) == (name, alias, False):
            return hook
        hook.registry_name, hook.live_alias = name, alias
        hook.generation += new_secret and hook.pk is not None
        hook.save()
        record(board, ModelRegistrySet(registry_name=name, live_alias=alias, new_secret=new_secret), cause)
    return hook


def remove_registry(*, cause: Cause, board: Board) -> None:
    """Nothing is proposed any more; the address and its secret are gone."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        if RegistryHook.objects.filter(board=board).delete()[0]:
            record(board, ModelRegistrySet(registry_name="", live_alias=""), cause)


def propose_release(*, cause: Cause, hook: RegistryHook, said: AliasSet) -> ReleaseProposal | None:
    """Note that the registry calls a version live, once per delivery; nothing of the board changes by it.

    What is said of another model, or of an alias that does not mean live, is passed over quietly: the registry's
    test delivery looks like any other.
    """
    segment = hook.segment_of(said.alias)
    if said.name != hook.registry_name or segment is None:
        return None
    with transaction.atomic():
        board = lock_boards_for_clock([hook.board_id]).get(hook.board_id)
        if board is None or ReleaseProposal.objects.filter(delivery_id=said.delivery_id).exists():
            return None
        proposal = ReleaseProposal.objects.create(
            board=board,
            delivery_id=said.delivery_id,
            alias=said.alias,
            registry_version=said.version,
            segment=segment,
            version=board.model_versions.filter(registry_version=said.version).first(),
            received_at=cause.at,
        )
        fact = ModelProposed(
            proposal=proposal.pk, alias=said.alias, registry_version=said.version, segment=segment
        )
        record(board, fact, cause)
    return proposal


def settle_proposal(
    *, cause: Cause, proposal: ReleaseProposal, accept: bool, version: ModelVersion | None = None
) -> ReleaseProposal:
    """Accept it, so that the version is live, or put it aside. A version nobody has written down is made."""
    with transaction.atomic():
        board = lock_board(proposal.board_id, cause.actor, Verb.WRITE_CARD)
        fresh = ReleaseProposal.objects.select_related("version").filter(pk=proposal.pk).first()
        if fresh is None:
            raise NotFound
        if fresh.settled_at is not None:
            raise Conflict(_("Somebody has settled this already."))
        if accept:
            fresh.version = _wanted(board, fresh, version, cause)
            release_version(cause=cause, version=fresh.version, segment=fresh.segment)
            board.refresh_from_db(fields=["seq"])
        fresh.settled_at, fresh.settled_by, fresh.accepted = cause.at, cause.actor, accept
        fresh.save()
        fact = ModelProposalSettled(
            proposal=fresh.pk, alias=fresh.alias, registry_version=fresh.registry_version, accepted=accept
        )
        record(board, fact, cause)
    return fresh


def _wanted(board: Board, proposal: ReleaseProposal, version: ModelVersion | None, cause: Cause) -> ModelVersion:
    if version is not None and version.board_id != board.pk:
        raise Invalid.field("version", _("%(board)s has no such version.") % {"board": board.key}, "unknown")
    known = version or proposal.version or board.model_versions.filter(
        registry_version=proposal.registry_version
    ).first()  # fmt: skip
    if known is not None:
        return known
    name = f"Registry version {proposal.registry_version}"
    return add_version(cause=cause, board=board, name=name, registry_version=proposal.registry_version)
