"""What a report says of a file, as it is kept: in English, and `retold` to who reads it."""

from __future__ import annotations

from integrations.bundle import importing as bundle
from integrations.importers import cards, comments, content, importer, lanes, links, priorities, rows
from integrations.importers.github import issues as github_issues
from integrations.importers.github import reading as github
from integrations.importers.jira import issues as jira_issues
from integrations.importers.jira import reading as jira
from integrations.importers.sheet import cards as sheet
from integrations.importers.trello import importer as trello
from integrations.importers.trello import left_out as trello_left_out
from integrations.importers.trello import tickets as trello_tickets

KEPT = tuple(
    note
    for module in (
        *(bundle, cards, comments, content, importer, lanes, links, priorities, rows),
        *(github, github_issues, jira, jira_issues, sheet, trello, trello_left_out, trello_tickets),
    )
    for note in module.NOTES
)
