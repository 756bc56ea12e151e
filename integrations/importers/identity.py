"""What a board notes as its origin, so that a later file of the same project finds it."""

from __future__ import annotations

import hashlib

LENGTH = 80  # of Board.source
DIGEST = 24


def identity(source: str, project: str, otherwise: str | bytes) -> str:
    """`jira:NLP`; a long name as its digest, and where a file names no project, the digest of something else."""
    plain = f"{source}:{project}"
    if project and len(plain) <= LENGTH:
        return plain
    kept = project or otherwise
    content = kept if isinstance(kept, bytes) else kept.encode()
    return f"{source}:{hashlib.sha256(content).hexdigest()[:DIGEST]}"
