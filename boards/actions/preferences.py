"""What a person wants to be told of, where and when. Private to the person, so it is no fact of any board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import Person
from boards.models import Attention, Preference
from boards.wishes import GROUPS, MAIL, Wishes

FIELDS = (
    "quiet_from",
    "quiet_to",
    "working_days_only",
    "window_minutes",
    "digest",
    "digest_at",
    "digest_weekday",
)


def change_preferences(
    *, person: Person, matrix: Mapping[str, Mapping[str, bool]], attention: Mapping[str, Any]
) -> None:
    """Set the named cells and settings; all others stay."""
    for group, cells in matrix.items():
        _check_group(group, cells)
    with transaction.atomic():
        for group, cells in matrix.items():
            for channel, is_on in cells.items():
                _choose(person, group, channel, is_on)
        if attention:
            _set(person, attention)


def no_more_mail(*, person: Person, groups: list[str]) -> None:
    """One click in a mail: no more of these by mail; the inbox stays as it is."""
    known = {group: {MAIL.value: False} for group in groups if group in GROUPS}
    change_preferences(person=person, matrix=known, attention={})


def _check_group(group: str, cells: Mapping[str, bool]) -> None:
    if group not in GROUPS:
        said = _("There is no group %(name)s; known: %(known)s.") % {
            "name": group[:40],
            "known": ", ".join(GROUPS),
        }
        raise Invalid.field("matrix", said, "unknown")
    for channel in cells:
        if channel not in GROUPS[group].channels:
            said = _("%(group)s does not come by %(channel)s.") % {"group": group, "channel": channel[:40]}
            raise Invalid.field("matrix", said, "unknown")


def _choose(person: Person, group: str, channel: str, is_on: bool) -> None:
    """Only what differs from the default is kept, so that a better default reaches everybody who has none."""
    if is_on == GROUPS[group].default(channel):
        Preference.objects.filter(person=person, group=group, channel=channel).delete()
    elif Wishes([person.pk]).wants(person.pk, group, channel) != is_on:
        Preference.objects.update_or_create(person=person, group=group, channel=channel, defaults={"is_on": is_on})


def _set(person: Person, given: Mapping[str, Any]) -> None:
    row, _made = Attention.objects.get_or_create(person=person)
    for name, value in given.items():
        if name not in FIELDS:
            raise Invalid.field(name, _("There is no setting %(name)s.") % {"name": name[:40]}, "unknown_field")
        setattr(row, name, value)
    _check(row)
    row.save()


def _check(row: Attention) -> None:
    if (row.quiet_from is None) != (row.quiet_to is None):
        raise Invalid.field("quiet_to", _("Quiet hours need both a beginning and an end."), "required")
    if row.window_minutes not in Attention.WINDOWS:
        said = _("Collect for %(known)s minutes.") % {"known": ", ".join(map(str, Attention.WINDOWS))}
        raise Invalid.field("window_minutes", said)
    if row.digest not in Attention.Digest.values:
        said = _("The digest is one of %(known)s.") % {"known": ", ".join(Attention.Digest.values)}
        raise Invalid.field("digest", said)
    if not isinstance(row.digest_at, time):
        raise Invalid.field("digest_at", _("Write a time as 08:00."), "required")
    if row.digest_weekday not in range(7):
        raise Invalid.field("digest_weekday", _("A weekday is 0 (Monday) to 6."))
