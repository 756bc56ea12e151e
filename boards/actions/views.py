"""Saved views of a board: one's own are nobody else's business, shared ones are the team's and in its log."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Invalid, NotFound
from boards.actions.lock import lock_board
from boards.events import Cause, Fact, ViewChanged, ViewRemoved, ViewShared, record
from boards.filter_language import parse
from boards.models import Board, BoardLook, SavedView

MOST = 50
FIELDS = ("name", "filter", "grouping", "density", "shared", "position")
TOLD = ("name", "filter", "grouping", "density")
NAME_LENGTH = 60
MOST_ROWS, KEY_LENGTH = 200, 80


def save_view(*, cause: Cause, board: Board, name: str, shared: bool = False, **fields: Any) -> SavedView:
    """A new view at the end of the list."""
    with transaction.atomic():
        board = _lock(board, cause, shared=shared)
        mine = SavedView.objects.filter(board=board).seen_by(cause.actor)
        if mine.count() >= MOST:
            said = _("A board has at most %(most)s views for each of you; remove one first.") % {"most": MOST}
            raise Invalid.field("name", said)
        last = board.views.aggregate(last=Max("position"))["last"]
        view = SavedView(
            board=board, author=cause.actor, shared=shared, created_at=cause.at, position=(last or 0) + 1
        )
        _set(view, {"name": name, **fields})
        view.save()
        if shared:
            record(board, _shared(view), cause)
    return view


def change_view(*, cause: Cause, view: SavedView, changes: dict[str, Any]) -> SavedView:
    """Set what is given; sharing it, or keeping it to its author again, is a change like the others."""
    with transaction.atomic():
        board = _lock(view.board, cause, shared=view.shared or bool(changes.get("shared")))
        view = _reread(view, cause)
        before = {name: getattr(view, name) for name in FIELDS}
        if changes.get("shared") is False and view.shared and view.author_id != cause.actor.pk:
            said = _("Only %(person)s, whose view it is, may take it back.") % {"person": view.author.name}
            raise Invalid.field("shared", said)
        _set(view, changes)
        changed = [name for name in FIELDS if getattr(view, name) != before[name]]
        if not changed:
            return view
        view.version += 1
        view.save()
        fact = _told(view, before, changed)
        if fact is not None:
            record(board, fact, cause)
    return view


def place_view(*, cause: Cause, view: SavedView, before: SavedView | None) -> SavedView:
    """Directly before another view, or at the end; all others, unseen ones among them, keep their order."""
    with transaction.atomic():
        board = _lock(view.board, cause, shared=view.shared)
        view = _reread(view, cause)
        row = [each for each in board.views.order_by("position", "pk") if each.pk != view.pk]
        at = next((n for n, each in enumerate(row) if before and each.pk == before.pk), len(row))
        row.insert(at, view)
        for position, each in enumerate(row, start=1):
            each.position = position
        view.version += 1
        SavedView.objects.bulk_update(row, ["position", "version"])
    return view


def remove_view(*, cause: Cause, view: SavedView) -> None:
    """Whoever had the board open with it gets the whole board again."""
    with transaction.atomic():
        board = _lock(view.board, cause, shared=view.shared)
        view = _reread(view, cause)
        fact = ViewRemoved(view=view.pk, name=view.name)
        view.delete()
        if view.shared:
            record(board, fact, cause)


def leave_board(*, cause: Cause, board: Board, **changes: Any) -> BoardLook:
    """How the person wants to find the board again: `view` or none, the `folded` lanes, and for each way to group
    the folded `rows`."""
    view = changes.get("view")
    if view is not None and not SavedView.objects.filter(board=board).seen_by(cause.actor).filter(pk=view.pk):
        raise NotFound
    if "folded" in changes:
        known = set(board.lanes.values_list("pk", flat=True))
        changes["folded"] = sorted(known & set(changes["folded"]))
    if "rows" in changes:
        changes["rows"] = _clean_rows(changes["rows"])
    return BoardLook.objects.update_or_create(board=board, person=cause.actor, defaults=changes)[0]


def _clean_rows(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Rows come and go with people and labels, so a key is kept though nothing has it just now."""
    groupings = set(SavedView.Grouping.values) - {""}
    if not groupings.issuperset(rows) or any(len(keys) > MOST_ROWS for keys in rows.values()):
        raise Invalid.field("rows", _("Name at most %(most)s rows of a way to group.") % {"most": MOST_ROWS})
    return {by: sorted({_clean_key(key) for key in keys}) for by, keys in rows.items() if keys}


def _clean_key(key: str) -> str:
    return key.replace("\x00", "")[:KEY_LENGTH]


def _lock(board: Board, cause: Cause, *, shared: bool) -> Board:
    """Whoever sees the board may keep views; the team's are written by those who write its cards."""
    return lock_board(board.pk, cause.actor, Verb.WRITE_CARD if shared else Verb.READ)


def _reread(view: SavedView, cause: Cause) -> SavedView:
    fresh = SavedView.objects.seen_by(cause.actor).filter(pk=view.pk).select_related("author").first()
    if fresh is None:
        raise NotFound(_("That view has been removed."))
    return fresh


def _set(view: SavedView, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if name not in FIELDS:
            raise Invalid.field(name, _("A view has no field %(name)s.") % {"name": name}, "unknown_field")
        setattr(view, name, value)
    view.name, view.filter = " ".join(view.name.replace("\x00", "").split()), view.filter.strip()
    if not view.name or len(view.name) > NAME_LENGTH:
        raise Invalid.field("name", _("A view has a name of 1 to %(most)s characters.") % {"most": NAME_LENGTH})
    parse(view.filter)
    for name, known in (("grouping", SavedView.Grouping.values), ("density", SavedView.Density.values)):
        if getattr(view, name) not in known:
            said = _("%(name)s is one of %(known)s.") % {"name": name, "known": ", ".join(filter(None, known))}
            raise Invalid.field(name, said, "invalid_choice")
    _refuse_same_name(view)


def _refuse_same_name(view: SavedView) -> None:
    """Among the team's, and among one's own, a name stands once."""
    others = SavedView.objects.filter(board=view.board, shared=view.shared, name__iexact=view.name)
    if not view.shared:
        others = others.filter(author=view.author_id)
    if others.exclude(pk=view.pk).exists():
        raise Invalid.field("name", _("There is a view %(name)s already.") % {"name": view.name}, "taken")


def _told(view: SavedView, before: dict[str, Any], changed: list[str]) -> Fact | None:
    """What the team hears: a view that became its own or ceased to be, or what changed of one that stayed."""
    if view.shared and not before["shared"]:
        return _shared(view)
    if before["shared"] and not view.shared:
        return ViewRemoved(view=view.pk, name=before["name"])
    told = [name for name in changed if name in TOLD]
    if not view.shared or not told:
        return None
    now, old = ({name: source[name] for name in told} for source in (vars(view), before))
    return ViewChanged(view=view.pk, name=view.name, changes=now, previous=old)


def _shared(view: SavedView) -> ViewShared:
    return ViewShared(
        view=view.pk, name=view.name, filter=view.filter, grouping=view.grouping, density=view.density
    )
