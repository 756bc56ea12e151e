"""What a report says of a file, as it is kept: in English, and `retold` to who reads it."""

from __future__ import annotations

from integrations.importers import cards, comments, content, importer, links, priorities, rows
from integrations.importers.github import issues as github_issues
from integrations.importers.github import reading as github
from integrations.importers.jira import issues as jira_issues
from integrations.importers.jira import reading as jira
from integrations.importers.sheet import cards as sheet
from integrations.importers.trello import tickets as trello

KEPT = (
    *(
        *cards.NOTES,
        *comments.NOTES,
        *content.NOTES,
        *importer.NOTES,
        *links.NOTES,
        *priorities.NOTES,
        *rows.NOTES,
    ),
    *(*github.NOTES, *github_issues.NOTES, *jira.NOTES, *jira_issues.NOTES, *sheet.NOTES, *trello.NOTES),
)
