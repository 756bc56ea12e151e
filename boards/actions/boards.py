"""Making, changing and removing a board."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import override

from accounts.access import Verb, require
from accounts.errors import Conflict, Invalid, Stale
from accounts.language import current
from accounts.models import Person, Team
from accounts.working_time import DEFAULT_SPEC, CalendarError, WorkingCalendar
from boards.actions.lock import lock_board
from boards.events import BoardChanged, BoardCreated, Cause, record
from boards.models import Board, BoardPreset, CalendarVersion, Lane
from boards.models.board import BOARD_KEY
from boards.presets import LaneSketch, lanes_of

SETTINGS = (
    "name",
    "description",
    "on_continue",
    "expiry",
    "max_extensions",
    "rank_by",
    "development_board",
    "capacity_days",
)
CHOICES = {
    "on_continue": Board.OnContinue.values,
    "expiry": Board.Expiry.values,
    "rank_by": Board.RankBy.values,
}
MOST_EXTENSIONS = 10
MOST_DAYS = 1_000


class KeyTaken(Conflict):
    code = "key_taken"
    title = noop("The key is taken")


def create_board(
    *,
    cause: Cause,
    team: Team,
    key: str,
    name: str,
    preset: str = BoardPreset.ML,
    calendar: dict[str, Any] | None = None,
    lanes: tuple[LaneSketch, ...] | None = None,
    source: str = "",
) -> Board:
    """A board with the lanes of its preset (or the given ones) and its first working calendar."""
    require(cause.actor, Verb.CREATE_BOARD, team.pk)
    key, name = clean_key(key), clean_name(name)
    if preset not in BoardPreset.values:
        said = _("A preset is one of %(known)s.") % {"known": ", ".join(BoardPreset.values)}
        raise Invalid.field("preset", said, "invalid_choice")
    spec = clean_calendar(calendar) if calendar else DEFAULT_SPEC
    with transaction.atomic():
        board = _insert(team, key, name, preset, source, cause)
        CalendarVersion.objects.create(board=board, version=1, spec=spec, created_at=cause.at)
        for position, sketch in enumerate(lanes or _named_for(cause.actor, preset)):
            Lane.objects.create(board=board, position=position, **vars(sketch))
        record(board, BoardCreated(name=name, preset=preset), cause)
    return board


def _named_for(person: Person | None, preset: str) -> tuple[LaneSketch, ...]:
    """The lanes of a preset in the language of who makes the board, wherever they make it."""
    with override((person and person.language) or current()):
        return lanes_of(preset)


def _insert(team: Team, key: str, name: str, preset: str, source: str, cause: Cause) -> Board:
    try:
        with transaction.atomic():
            return Board.objects.create(
                team=team, key=key, name=name, preset=preset, source=source, created_at=cause.at
            )
    except IntegrityError:
        said = _("A board %(key)s exists already on this server; choose another key.") % {"key": key}
        raise KeyTaken(said) from None


def change_board(*, cause: Cause, board: Board, changes: dict[str, Any], version: int | None = None) -> Board:
    """Set name, settings or calendar. A new calendar is a new version; running boxes keep theirs."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        if version is not None and version != board.version:
            raise Stale
        spec = changes.pop("calendar", None)
        old, new = _differences(board, changes, cause)
        for name, value in new.items():
            setattr(board, name, value)
        if spec is not None:
            _change_calendar(board, clean_calendar(spec), old, new, cause)
        if not new:
            return board
        board.version += 1
        board.save(update_fields=[*(name for name in new if name != "calendar"), "version"])
        record(board, BoardChanged(changes=_plain(new), previous=_plain(old)), cause)
    return board


def _differences(board: Board, changes: dict[str, Any], cause: Cause) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name, value in changes.items():
        clean = _clean(board, name, value, cause)
        if getattr(board, name) != clean:
            old[name], new[name] = getattr(board, name), clean
    return old, new


def _clean(board: Board, name: str, value: Any, cause: Cause) -> Any:
    if name not in SETTINGS:
        raise Invalid.field(name, _("A board has no setting %(name)s.") % {"name": name}, "unknown_field")
    if name in CHOICES and value not in CHOICES[name]:
        said = _("%(name)s is one of %(known)s.") % {"name": name, "known": ", ".join(CHOICES[name])}
        raise Invalid.field(name, said, "invalid_choice")
    if name == "name":
        return clean_name(value)
    if name == "max_extensions" and not 0 <= value <= MOST_EXTENSIONS:
        raise Invalid.field(name, _("Allow 0 to %(most)s extensions.") % {"most": MOST_EXTENSIONS})
    if name == "capacity_days" and not 1 <= value <= MOST_DAYS:
        said = _("In two weeks a team has 1 to %(most)s days.") % {
            "most": number_format(MOST_DAYS, force_grouping=True)
        }
        raise Invalid.field(name, said)
    if name == "development_board":
        return _development_board(board, value, cause)
    return value


def _development_board(board: Board, key: str | None, cause: Cause) -> Board | None:
    if not key:
        return None
    other = (
        Board.objects.visible_to(cause.actor).filter(key=key, team_id=board.team_id).exclude(pk=board.pk).first()
    )
    if other is None:
        raise Invalid.field("development_board", _("%(key)s is not another board of this team.") % {"key": key})
    return other


def _change_calendar(
    board: Board, spec: dict[str, Any], old: dict[str, Any], new: dict[str, Any], cause: Cause
) -> None:
    current = board.calendar()
    if current.spec == spec:
        return
    CalendarVersion.objects.create(board=board, version=current.version + 1, spec=spec, created_at=cause.at)
    old["calendar"], new["calendar"] = current.spec, spec


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.key if isinstance(value, Board) else value for name, value in values.items()}


def delete_board(*, cause: Cause, board: Board) -> None:
    """Out of everybody's sight; its key stays taken and its log stays in the database."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        board.deleted_at = cause.at
        board.save(update_fields=["deleted_at"])
        record(board, BoardChanged(changes={"deleted": True}), cause)


def clean_name(name: str) -> str:
    clean = " ".join(name.replace("\x00", "").split())
    if not clean or len(clean) > 120:
        raise Invalid.field("name", _("A name has 1 to 120 characters."), "required")
    return clean


def clean_key(key: str) -> str:
    try:
        BOARD_KEY(key)
    except ValidationError as error:
        raise Invalid.field("key", str(error.message)) from None
    return key


def clean_calendar(spec: dict[str, Any]) -> dict[str, Any]:
    """The canonical form of a working calendar, or what is wrong with it."""
    try:
        return WorkingCalendar.parse(spec).as_spec()
    except CalendarError as error:
        raise Invalid.field("calendar", str(error)) from None
