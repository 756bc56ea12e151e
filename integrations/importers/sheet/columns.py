"""What the columns of any table are likely to be, by their headers in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from integrations.board_csv import HEAD
from integrations.importers.table import BadTable, Columns, Table, by_header, plain

WORDS: Final = by_header({
    "title": """
        title, name, summary, subject, task, task name, card, card name, card title, issue, story, headline,
        what, titel, aufgabe, betreff, bezeichnung, zusammenfassung, título, titulo, nombre, asunto, tarea,
        resumen, titre, nom, sujet, tâche
    """,
    "description": """
        description, body, notes, note, details, content, text, card description, comment, beschreibung,
        notizen, notiz, details, bemerkung, descripción, notas, detalle, détails, contenu
    """,
    "status": """
        status, state, lane, list, list name, column, column name, stage, section, section/column, bucket,
        bucket name, board column, spalte, liste, zustand, estado, lista, columna, etapa, statut, état,
        colonne
    """,
    "people": """
        assignees, assignee, assigned to, owner, owners, responsible, person, people, who, members,
        zuständig, bearbeiter, verantwortlich, zugewiesen, zugewiesen an, person(en), responsable,
        responsables, asignado a, asignado, assigné à
    """,
    "labels": """
        labels, label, tags, tag, categories, category, keywords, topic, schlagwörter, schlagwort,
        stichwörter, kategorie, kategorien, etiquetas, etiqueta, categoría, étiquettes, catégorie
    """,
    "priority": "priority, prio, urgency, importance, priorität, dringlichkeit, prioridad, priorité",
    "due": """
        due at, due, due date, deadline, target date, fällig, fällig am, fälligkeit, fälligkeitsdatum,
        termin, frist, vencimiento, fecha límite, fecha de vencimiento, échéance
    """,
    "created": """
        created at, created, created on, creation date, date created, erstellt, erstellt am, creado, créé
    """,
    "closed": """
        closed at, closed, completed at, completed, completed on, completed date, done at, finished,
        resolved, erledigt am, abgeschlossen am, completado, terminé
    """,
    "archived": "archived at, archived, archiviert, archivado, archivé",
    "key": """
        ref, key, id, number, no, nr, #, task id, card id, issue key, schlüssel, nummer, clave, número, clé
    """,
    "url": "url, link, address, card url, adresse, enlace",
    "value": "value",
    "weight": "weight",
})  # fmt: skip
WANTED: Final = tuple(dict.fromkeys(WORDS.values()))


def is_our_own(head: list[str]) -> bool:
    """Whether a board here was exported as this table; later columns may differ."""
    return [plain(each) for each in head[:4]] == [plain(each) for each in HEAD[:4]]


def columns_of(table: Table, named: Mapping[str, str]) -> Columns:
    """The columns by our words. `named` says the header of a word, before any guess.

    Of several columns that could be the same, the one counts whose header comes first in the list of its word.
    """
    headers = [plain(each) for each in table.head]
    found = {word: _named(headers, word, header) for word, header in named.items()}
    for header, word in WORDS.items():
        if word not in found and header in headers and headers.index(header) not in found.values():
            found[word] = headers.index(header)
    if "title" not in found:
        raise BadTable(_("The file is a table, but none of its columns is called title, name or summary."))
    if "key" in found and "key" not in named and _repeats(table, found["key"]):
        del found["key"]
    return Columns({word: [index] for word, index in found.items()})


def _repeats(table: Table, index: int) -> bool:
    """What is the same in every other row is no key."""
    cells = {row.cell(index) for row in table.rows}
    return len(cells - {""}) * 2 < len(table.rows)


def _named(headers: list[str], word: str, header: str) -> int:
    if word not in WANTED:
        sentence = _("%(name)s is nothing that a column can be; it is one of %(known)s.")
        raise BadTable(sentence % {"name": word, "known": ", ".join(WANTED)})
    if plain(header) not in headers:
        raise BadTable(_("The table has no column %(name)s.") % {"name": header})
    return headers.index(plain(header))
