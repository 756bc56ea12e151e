"""What is live for whom: a release ends the one before it, a version that is live nowhere is retired."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from boards.events import Cause, record
from boards.models import Board
from modelversions.actions.versions import lock_version, of
from modelversions.events import ModelReleased, ModelRetired
from modelversions.models import ModelVersion, Release

SEGMENT_LENGTH = 60


def release_version(*, cause: Cause, version: ModelVersion, segment: str = "") -> Release:
    """The version is live for the segment (empty: everybody) from now on; what was live there is not any more."""
    clean = " ".join((segment or "").replace("\x00", "").split())
    if len(clean) > SEGMENT_LENGTH:
        raise Invalid.field("segment", _("A segment has at most %(most)s characters.") % {"most": SEGMENT_LENGTH})
    with transaction.atomic():
        board, version = lock_version(version, cause)
        held = Release.objects.select_related("version").filter(board=board, segment=clean, ended_at=None).first()
        if held is not None and held.version_id == version.pk:
            return held
        if held is not None:
            held.ended_at = cause.at
            held.save(update_fields=["ended_at"])
        release = Release.objects.create(
            board=board, version=version, segment=clean, live_at=cause.at, author=cause.actor
        )
        _enter(version, ModelVersion.State.LIVE, cause)
        replaced = held.version.name if held else ""
        fact = ModelReleased(**of(version), segment=clean, replaces=replaced, metrics=version.metrics)
        record(board, fact, cause)
        if held is not None:
            _retire_if_nowhere(board, held.version, cause)
    return release


def retire_version(*, cause: Cause, version: ModelVersion) -> ModelVersion:
    """It is live nowhere any more; also for a version that never was."""
    with transaction.atomic():
        board, version = lock_version(version, cause)
        if version.state == ModelVersion.State.RETIRED:
            raise Conflict(_("%(version)s is retired already.") % {"version": version.name})
        Release.objects.filter(version=version, ended_at=None).update(ended_at=cause.at)
        _retire_if_nowhere(board, version, cause)
    return version


def _retire_if_nowhere(board: Board, version: ModelVersion, cause: Cause) -> None:
    if not Release.objects.filter(version=version, ended_at=None).exists():
        _enter(version, ModelVersion.State.RETIRED, cause)
        record(board, ModelRetired(**of(version)), cause)


def _enter(version: ModelVersion, state: str, cause: Cause) -> None:
    if version.state != state:
        version.state, version.state_since = state, cause.at
        version.save(update_fields=["state", "state_since"])
