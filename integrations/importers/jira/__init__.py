"""Jira: the issues of a filter or a project, exported as CSV."""

from integrations.importers.jira.reading import is_export, read_jira

__all__ = ["is_export", "read_jira"]
