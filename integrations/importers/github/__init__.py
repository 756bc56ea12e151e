"""GitHub: the issues of repositories, as its API or its command line list them."""

from integrations.importers.github.reading import is_export, read_github

__all__ = ["is_export", "read_github"]
