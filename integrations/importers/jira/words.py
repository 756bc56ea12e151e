"""What the values of a Jira export mean, in the languages that Jira writes them in."""

from __future__ import annotations

from typing import Final

from boards.models import Lane
from integrations.importers.table import by_header

# The category of a status says what its lane is for, where the status's own name does not.
CATEGORIES: Final = by_header({
    Lane.Role.QUEUE: "to do, new, por hacer, tareas por hacer, zu erledigen, offen, à faire",
    Lane.Role.ACTIVE: """
        in progress, indeterminate, en curso, en progreso, in arbeit, in bearbeitung, en cours
    """,
    Lane.Role.DONE: "done, complete, listo, finalizada, hecho, fertig, erledigt, terminé",
})  # fmt: skip
# A type that says no more than "a card" is no label.
PLAIN_TYPES: Final = frozenset({
    *("task", "tarea", "aufgabe", "tâche", "taak", "tarefa"),
    *("sub-task", "subtask", "subtarea", "unteraufgabe", "sous-tâche"),
})  # fmt: skip
# Named by their English names in the export whatever its language, within the header of the link.
BLOCKING: Final = ("block", "bloque", "blockier")
