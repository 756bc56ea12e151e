"""The security audit of a team in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.access import Role
from accounts.models import AuditRecord, Team

SHOWN = 50
SENTENCES = {
    "team.created": "made the team",
    "team.renamed": "named the team {name}",
    "member.added": "brought in {person} as {role}",
    "member.role_changed": "made {person} {role}",
    "member.removed": "took {person} out of the team",
    "invitation.created": "invited somebody as {role}",
    "invitation.revoked": "withdrew an invitation",
    "tracker.added": "connected the tracker {tracker} at {address}",
    "tracker.changed": "changed the tracker {tracker} at {address}",
    "webhook.added": "made the webhook {webhook} to {address}",
    "webhook.changed": "changed the webhook {webhook} to {address}",
    "webhook.removed": "removed the webhook {webhook}",
    "webhook.secret_rotated": "made a new secret for the webhook {webhook}",
    "webhook.switched_off": "was told that the webhook {webhook} is off, as {address} takes nothing",
    "board.exported": "took away the board {board} as {format}",
    "tracker.removed": "disconnected the tracker {tracker}",
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
        words["role"] = Role(words["role"]).label.lower()
    own = record.kind.startswith("member.") and record.actor and words.get("person") == record.actor.username
    if own and record.kind == "member.added":
        return f"joined as {words['role']}"
    if own and record.kind == "member.removed":
        return "left the team"
    return SENTENCES.get(record.kind, record.kind).format_map(_Blank(words))


class _Blank(dict[str, str]):
    """What an old record does not tell is left out."""

    def __missing__(self, key: str) -> str:
        return "somebody" if key == "person" else ""


def _who(record: AuditRecord) -> str:
    return record.actor.name if record.actor else "Somebody"
