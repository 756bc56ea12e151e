"""The headers of a Jira export, in the languages that Jira writes them in, by our word for the column."""

from __future__ import annotations

from typing import Final

from integrations.importers.table import by_header, plain

HEADERS: Final = by_header({
    "title": "Summary, Title, Resumen, Zusammenfassung, Résumé, Resumo, Samenvatting, Riepilogo",
    "key": """
        Issue key, Key, Issue, Work item key, Clave de incidencia, Clave, Clave de actividad,
        Vorgangsschlüssel, Schlüssel, Clé de ticket, Clé, Chave da item, Chave da issue, Chave do item
    """,
    "id": """
        Issue id, Work item id, ID de la incidencia, ID de incidencia, ID de actividad, Vorgangs-ID,
        Vorgangs ID, ID de ticket, ID du ticket, ID da issue, ID do item
    """,
    "type": """
        Issue Type, Type, Work type, Tipo de Incidencia, Tipo de actividad, Tipo, Vorgangstyp, Vorgangsart,
        Type de ticket, Tipo de item
    """,
    "status": "Status, Estado, État, Statut, Stato",
    "category": """
        Status Category, Categoría de estado, Statuskategorie, Catégorie d'état, Categoria do status
    """,
    "project_key": """
        Project key, Clave del proyecto, Clave de proyecto, Projektschlüssel, Clé de projet, Project
    """,
    "project_name": "Project name, Nombre del proyecto, Projektname, Nom du projet",
    "priority": "Priority, Prioridad, Priorität, Priorité, Prioriteit",
    "resolution": "Resolution, Resolución, Lösung, Ergebnis, Résolution",
    "assignee": """
        Assignee, Persona asignada, Asignado a, Responsable, Zugewiesene Person, Bearbeiter, Zuständige
        Person, Zugewiesen
    """,
    "assignee_id": """
        Assignee Id, ID de persona asignada, ID de la persona asignada, Responsable ID, ID de responsable,
        ID der zugewiesenen Person, Zugewiesene Person-ID, Bearbeiter-ID
    """,
    "reporter": "Reporter, Informador, Informante, Autor, Rapporteur",
    "reporter_id": "Reporter Id, ID de informador, ID del informador, Autor-ID, ID des Autors",
    "creator": "Creator, Creador, Ersteller, Créateur",
    "creator_id": "Creator Id, ID de creador, ID del creador, Ersteller-ID, ID des Erstellers",
    "watcher": "Watchers, Observadores, Seguidores, Beobachter, Observateurs",
    "watcher_id": "Watchers Id, ID de observadores, ID de Observadores, Beobachter-ID",
    "created": "Created, Creada, Creado, Erstellt, Création, Créé",
    "resolved": "Resolved, Resolved Date, Resuelta, Resuelto, Erledigt, Gelöst, Résolu, Résolue",
    "due": """
        Due date, Duedate, Fecha de vencimiento, Fecha límite, Vencimiento, Fälligkeitsdatum, Fällig, Date
        d'échéance, Échéance
    """,
    "labels": "Labels, Etiquetas, Stichwörter, Stichworte, Étiquettes",
    "description": "Description, Descripción, Beschreibung, Descrição",
    "comment": "Comment, Comments, Comentario, Comentarios, Kommentar, Kommentare, Commentaire, Commentaires",
    "attachment": """
        Attachment, Attachments, Adjunto, Archivo adjunto, Datos adjuntos, Anhang, Anhänge, Pièce jointe
    """,
    "worklog": "Log Work, Registro de trabajo, Registrar trabajo, Arbeitsprotokoll, Arbeit protokollieren",
    "votes": "Votes, Votos, Stimmen",
    "parent": """
        Parent, Parent id, Principal, ID de principal, Padre, ID del padre, Actividad principal,
        Übergeordnet, Übergeordnete ID, Parent-ID
    """,
    "parent_key": "Parent key, Clave principal, Clave del padre, Epic Link, Custom field (Epic Link)",
    "Sprint": "Sprint",
    "Components": "Component/s, Components, Componentes, Componente/s, Komponenten, Komponente(n)",
    "Fix versions": """
        Fix Version/s, Fix versions, Versiones correctoras, Versión(es) Corregida(s), Lösungsversion(en),
        Korrekturversionen, Fixversionen
    """,
    "Affects versions": """
        Affects Version/s, Affects versions, Versiones afectadas, Betroffene Versionen, Betrifft Version(en)
    """,
    "Environment": "Environment, Entorno, Umgebung, Environnement",
    "Original estimate": """
        Original estimate, Estimación original, Ursprüngliche Schätzung, Estimation originale
    """,
    "Remaining estimate": """
        Remaining Estimate, Estimación restante, Trabajo restante, Verbleibende Schätzung, Estimation
        restante
    """,
    "Time spent": """
        Time Spent, Tiempo Trabajado, Tiempo dedicado, Benötigte Zeit, Zeitaufwand, Temps consacré
    """,
    "Story points": """
        Custom field (Story Points), Custom field (Story point estimate), Story Points, Campo personalizado
        (Story Points), Benutzerdefinierte Felder (Story Points)
    """,
    "Start date": "Custom field (Start date), Start date, Campo personalizado (Start date)",
})  # fmt: skip
# Words of the table above that are shown under the description as they are.
SHOWN: Final = ("Sprint", "Components", "Fix versions", "Affects versions", "Environment", "Start date")
ESTIMATES: Final = ("Story points", "Original estimate", "Remaining estimate", "Time spent")
# Columns of Jira's own bookkeeping that say nothing to people; a header may begin like this.
_NOISE = """
    rank, development, issue color, [chart], clasificación, rang, request participants, project type, project lead,
    project description, project url, last viewed, updated, work ratio, security level, status category changed,
    parent summary, tipo de proyecto, responsable del proyecto, descripción del proyecto, última visualización,
    visto por última vez, actualizada, actualizado, ratio de trabajo, nivel de seguridad,
    categoría de estado cambiada, projekttyp, projektleiter, projektbeschreibung, zuletzt angesehen, aktualisiert,
    arbeitsverhältnis, sicherheitsstufe, statuskategorie geändert, \N{GREEK SMALL LETTER SIGMA}
"""
NOISE: Final = tuple(plain(each) for each in _NOISE.split(","))
