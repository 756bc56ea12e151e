"""Finding an import by its id, and only for whoever may import in its team."""

from __future__ import annotations

from uuid import UUID

from accounts.access import Verb, require
from accounts.errors import NotFound
from accounts.models import Person
from integrations.models import Import


def visible_import(person: Person, import_id: UUID) -> Import:
    """A report names cards that may be nowhere else, so seeing the team is not enough."""
    job = Import.objects.select_related("team", "person", "board").filter(pk=import_id).first()
    if job is None:
        raise NotFound
    require(person, Verb.IMPORT, job.team_id)
    return job
