"""Bringing boards in: handed in at a door, run by a worker, whole or not at all, and reported.

An import that runs twice has one effect: its outcome is written in the transaction of what it brings. A worker
that dies leaves it unfinished, and the next sweep takes it up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.audit import audit
from accounts.errors import Conflict, Invalid, Refusal
from accounts.language import in_language_of
from accounts.models import Person, Team
from boards.actions.attach import clean_name
from boards.actions.boards import clean_key
from boards.events import Cause
from boards.models import Board
from integrations.importers import intake
from integrations.importers.formats import FORMATS, HEAD_BYTES, Format, recognised
from integrations.importers.progress import Progress
from integrations.importers.report import Report
from integrations.models import Import

MOST_WAITING = 10
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=30)
UNCLAIMED_FOR = timedelta(hours=1)
THINKING_SECONDS = 300  # a large file is read for longer than a transaction may otherwise idle
LOST = noop("It was begun three times and never came to its end. Nothing was brought in.")
TOO_LONG = noop("It took too long and was stopped. Nothing was brought in; `manage.py import` has all the time.")
BROKEN = noop("Something went wrong here. Nothing was brought in, and the log of the server says why.")
GONE = noop("The file is no longer there. Nothing was brought in; choose it once more.")
KEPT = (LOST, TOO_LONG, BROKEN, GONE)


class TooManyImports(Conflict):
    code = "too_many_imports"
    title = noop("Too many imports")


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """A dry run? The key and name of a new board, or the board that takes the cards."""

    dry_run: bool = False
    key: str = ""
    name: str = ""
    board: Board | None = None


def bring_in(
    *,
    actor: Person,
    team: Team,
    at: datetime,
    source: Format,
    raw: bytes,
    wishes: Wishes,
    origin: str = "",
    progress: Progress | None = None,
) -> Report:
    """Bring the file in now, all of it or nothing. Nobody is told of its cards one by one."""
    cause = Cause(actor=actor, at=at, origin=origin or origin_of(source), notify=False)
    with transaction.atomic():
        require(actor, Verb.IMPORT, team.pk)
        into = _board_to_join(source, team, wishes.board)
        report = source.run(
            raw,
            team,
            cause,
            key=wishes.key or None,
            name=wishes.name,
            dry_run=wishes.dry_run,
            progress=progress,
            **into,
        )
        if not wishes.dry_run:
            audit("board.imported", at, actor=actor, team=team, board=report.board, format=source.name)
    return report


def origin_of(source: Format) -> str:
    """What the events of an import bear, where no client marks its own writes."""
    return f"import:{source.code}"


def start_import(
    *,
    actor: Person,
    team: Team,
    at: datetime,
    file: str,
    chunks: Iterable[bytes],
    code: str = "",
    wishes: Wishes,
    origin: str = "",
) -> Import:
    """Take the file and leave it to a worker; without `code` its format is told by its content."""
    require(actor, Verb.IMPORT, team.pk)
    if Import.objects.unfinished().filter(team=team).count() >= MOST_WAITING:
        sentence = _("%(n)s imports of this team are waiting already. Try again later.")
        raise TooManyImports(sentence % {"n": MOST_WAITING})
    kept = intake.keep(chunks, HEAD_BYTES)
    try:
        if not kept.size:
            raise Invalid.field("file", _("The file is empty."), "empty")
        source = _format_of(code, file, kept.head)
        if wishes.key:
            clean_key(wishes.key)
        _board_to_join(source, team, wishes.board)
        return Import.objects.create(
            team=team,
            person=actor,
            format=source.code,
            file=clean_name(file),
            size=kept.size,
            stored=kept.stored,
            origin=origin or origin_of(source),
            dry_run=wishes.dry_run,
            key=wishes.key,
            name=wishes.name,
            board=wishes.board,
            created_at=at,
        )
    except BaseException:
        intake.discard(kept.stored)
        raise


def run_import(import_id: UUID, clock: Callable[[], datetime]) -> None:
    """Run it, unless it has ended or somebody has it in hand. What is no refusal goes on to the caller."""
    job = Import.objects.unfinished().filter(pk=import_id).first()
    if job is None:
        return
    try:
        with intake.in_hand(job.stored) as ours:
            if ours and _begin(job, clock()):
                _run(job, clock)
    except FileNotFoundError:
        give_up_import(job.pk, GONE, clock())


def give_up_import(import_id: UUID, said: str, at: datetime, state: str = Import.State.FAILED) -> None:
    """End it without an effect; one that has ended meanwhile stays as it is."""
    with transaction.atomic():
        job = Import.objects.select_for_update().filter(pk=import_id).first()
        if job is not None and job.is_unfinished:
            stored, job.stored = job.stored, ""
            job.state, job.said, job.ended_at = state, said[:1_000], at
            job.save()
            transaction.on_commit(lambda: intake.discard(stored))


def forget_imports(at: datetime) -> None:
    """Forget reports after `KEPT_FOR`, and files that nothing waits for."""
    Import.objects.filter(ended_at__lt=at - KEPT_FOR).delete()
    wanted = set(Import.objects.unfinished().values_list("stored", flat=True))
    intake.collect(at - UNCLAIMED_FOR, wanted)


def _format_of(code: str, file: str, head: bytes) -> Format:
    if code and code not in FORMATS:
        raise Invalid.field("format", _("There is no such format."), "unknown")
    found = FORMATS[code] if code else recognised(file, head)
    if found is None:
        names = ", ".join(each.name for each in FORMATS.values())
        sentence = _("This is no file of a format that is known here: %(names)s.") % {"names": names}
        raise Invalid.field("file", sentence, "unknown_format")
    return found


def _board_to_join(source: Format, team: Team, board: Board | None) -> dict[str, Any]:
    """The board that takes the cards, where one is wished for and may be, as the format is told of it."""
    if board is None:
        return {}
    if source.alone:
        raise Invalid.field("board", _(source.alone))
    if board.team_id != team.pk:
        raise Invalid.field("board", _("That board belongs to another team."))
    return {"board": board}


def _begin(job: Import, at: datetime) -> bool:
    """Count the attempt first: an import that kills its worker must not do so for ever."""
    if job.attempts >= MOST_ATTEMPTS:
        give_up_import(job.pk, LOST, at)
        return False
    job.attempts += 1
    job.state, job.started_at = Import.State.RUNNING, job.started_at or at
    job.save(update_fields=["attempts", "state", "started_at"])
    return True


def _run(job: Import, clock: Callable[[], datetime]) -> None:
    raw, stored = intake.read(job.stored), job.stored
    try:
        with in_language_of(job.person), transaction.atomic():
            row = Import.objects.select_for_update().get(pk=job.pk)
            if row.is_unfinished:
                _bring(row, raw, clock)
    except Refusal as refusal:
        give_up_import(job.pk, refusal.sentence, clock(), Import.State.REFUSED)
    else:
        intake.discard(stored)


def _bring(row: Import, raw: bytes, clock: Callable[[], datetime]) -> None:
    """The effect and the word that it is done, together."""
    _think_longer()
    wishes = Wishes(dry_run=row.dry_run, key=row.key, name=row.name, board=row.board)
    report = bring_in(
        actor=row.person,
        team=row.team,
        at=clock(),
        source=FORMATS[row.format],
        raw=raw,
        wishes=wishes,
        origin=row.origin,
        progress=intake.teller(row.stored),
    )
    if not row.dry_run:
        row.board = Board.objects.get(key=report.board)
    row.state, row.report = Import.State.DONE, report.as_dict()
    row.stored, row.ended_at = "", clock()
    row.save()


def _think_longer() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = %s", [f"{THINKING_SECONDS}s"])
