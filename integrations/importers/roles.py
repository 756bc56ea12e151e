"""What a list is for, where its whole name says so in one of many languages; anything else is not guessed."""

from __future__ import annotations

import unicodedata
from typing import Final

from boards.models import Lane

EMOJI_STYLE: Final = "\ufe0f"  # follows many emoji and counts as part of a letter

_NAMES: dict[Lane.Role, str] = {
    Lane.Role.BACKLOG: """
        backlog, product backlog, the backlog, project backlog, バックログ, 백로그, צבר, бэклог
    """,
    Lane.Role.QUEUE: """
        to do, todo, to dos, todos, next, next up, up next, ready, ideas, inbox, icebox, sprint backlog, por hacer,
        pendiente, pendientes, zu erledigen, zu tun, offen, à faire, a fazer, da fare, te doen, att göra,
        do zrobienia, сделать, 待办, 待辦, 未着手, やること, 할 일, 할일, 해야 할 일, לביצוע, לעשות
    """,
    Lane.Role.ACTIVE: """
        doing, in progress, wip, work in progress, working on, in development, en curso, en progreso, haciendo,
        en proceso, in arbeit, in bearbeitung, wird bearbeitet, en cours, em andamento, fazendo, em progresso,
        in corso, bezig, mee bezig, pågående, w toku, в работе, в процессе, 進行中, 进行中, 作業中, 진행중,
        진행 중, בביצוע, בתהליך
    """,
    Lane.Role.REVIEW: """
        review, in review, code review, to review, peer review, revisión, en revisión, revisar, überprüfung,
        prüfung, in prüfung, zu prüfen, revue, en revue, à relire, revisão, em revisão, revisione, in revisione,
        レビュー, レビュー中, 검토, 검토중, 검토 중, 审核, 審核, 审核中, 審核中, на проверке, בבדיקה
    """,
    Lane.Role.DONE: """
        done, finished, completed, complete, closed, released, shipped, hecho, terminado, finalizado, completado,
        listo, erledigt, fertig, abgeschlossen, fini, fait, terminé, terminées, achevé, feito, concluído,
        finalizada, finalizadas, fatto, finito, completato, klaar, gereed, klart, färdig, ferdig, valmis, gotowe,
        zrobione, hotovo, готово, сделано, завершено, 完成, 已完成, 完了, 완료, בוצע, הושלם, סיימנו, bitti
    """,
}
_ROLES = {name.strip(): role for role, names in _NAMES.items() for name in names.split(",")}


def role_of(name: str) -> Lane.Role | None:
    """The role a name states for certain, or None."""
    return _ROLES.get(_plain(name))


def _plain(name: str) -> str:
    """Small letters without emoji, punctuation and stray spaces."""
    composed = unicodedata.normalize("NFC", name.replace(EMOJI_STYLE, "")).casefold()
    letters = (each if each.isalnum() or unicodedata.category(each) == "Mn" else " " for each in composed)
    return " ".join("".join(letters).split())
