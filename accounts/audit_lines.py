"""The security audit of a team in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Role, role_word
from accounts.models import AuditRecord, Team

SHOWN = 50
SENTENCES = {
    "team.created": noop("made the team"),
    "team.renamed": noop("named the team %(name)s"),
    "member.added": noop("brought in %(person)s as %(role)s"),
    "member.role_changed": noop("made %(person)s %(role)s"),
    "member.removed": noop("took %(person)s out of the team"),
    "invitation.created": noop("invited somebody as %(role)s"),
    "invitation.revoked": noop("withdrew an invitation"),
    "tracker.added": noop("connected the tracker %(tracker)s at %(address)s"),
    "tracker.changed": noop("changed the tracker %(tracker)s at %(address)s"),
    "webhook.added": noop("made the webhook %(webhook)s to %(address)s"),
    "webhook.changed": noop("changed the webhook %(webhook)s to %(address)s"),
    "webhook.tested": noop("sent a test to the webhook %(webhook)s at %(address)s"),
    "webhook.removed": noop("removed the webhook %(webhook)s"),
    "webhook.secret_rotated": noop("made a new secret for the webhook %(webhook)s"),
    "webhook.switched_off": noop("was told that the webhook %(webhook)s is off, as %(address)s takes nothing"),
    "board.exported": noop("took away the board %(board)s as %(format)s"),
    "board.imported": noop("brought in the board %(board)s from %(format)s"),
    "tracker.removed": noop("disconnected the tracker %(tracker)s"),
}


@dataclass(frozen=True)
class AuditLine:
    at: datetime
    who: str
    sentence: str


def audit_lines(team: Team) -> list[AuditLine]:
    """The newest facts about the team, newest first."""
    records = AuditRecord.objects.filter(team=team).select_related("actor").order_by("-at", "-pk")[:SHOWN]
    return [AuditLine(record.at, _who(record), sentence(record)) for record in records]


def sentence(record: AuditRecord) -> str:
    """What was done, in words; a kind without words is shown by its name."""
    words = {name: str(value) for name, value in record.data.items()}
    if words.get("role") in Role.values:
        words["role"] = role_word(words["role"])
    own = record.kind.startswith("member.") and record.actor and words.get("person") == record.actor.username
    if own and record.kind == "member.added":
        return _("joined as %(role)s") % words
    if own and record.kind == "member.removed":
        return _("left the team")
    return _(SENTENCES[record.kind]) % _Blank(words) if record.kind in SENTENCES else record.kind


class _Blank(dict[str, str]):
    """What an old record does not tell is left out."""

    def __missing__(self, key: str) -> str:
        return _("somebody") if key == "person" else ""


def _who(record: AuditRecord) -> str:
    return record.actor.name if record.actor else _("Somebody")
