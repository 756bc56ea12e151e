"""The security audit: who signed in, was refused, changed a role or made a token."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from accounts.models import AuditRecord, Person, Team

log = logging.getLogger("prooflane.audit")


def audit(kind: str, at: datetime, *, actor: Person | None = None, team: Team | None = None, **data: Any) -> None:
    """Append one security fact. `data` never holds a secret."""
    AuditRecord.objects.create(kind=kind, at=at, actor=actor, team=team, data=data)
    log.info("%s", kind, extra={"audit": {"kind": kind, "actor": actor and actor.username, **data}})
