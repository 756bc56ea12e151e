"""A bundle as one of the formats a board is brought in from."""

from __future__ import annotations

from django.utils.translation import gettext_noop as noop

from accounts.models import Team
from boards.events import Cause
from integrations.bundle.reading import Restored, import_board
from integrations.importers.progress import Progress
from integrations.importers.report import Report

ONE_OF_ITS_OWN = noop("An exported board becomes a board of its own; it cannot join another one.")
NOTES = (STRANGERS := noop("acts of people who are not in the team, noted as the importing person's"),)


def run(
    raw: bytes,
    team: Team,
    cause: Cause,
    *,
    key: str | None,
    name: str,
    dry_run: bool,
    progress: Progress | None = None,
) -> Report:
    """A new board with its whole log; the same bundle again needs another key."""
    restored = import_board(raw, team, cause, key=key, name=name, dry_run=dry_run, progress=progress)
    return _report(restored, dry_run)


def _report(restored: Restored, dry_run: bool) -> Report:
    board, counts = restored.board, restored.counts
    report = Report(source="prooflane", board=board.key, name=board.name, is_new=True, dry_run=dry_run)
    report.cards["created"], report.lanes["created"] = counts["Card"], counts["Lane"]
    report.comments["carried"], report.labels = counts["LogEntry"], counts["Label"]
    for stranger in restored.strangers:
        report.change(STRANGERS, stranger)
    return report
