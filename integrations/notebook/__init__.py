"""What people wrote, as one Markdown document: a card, a board, or what a period has taught."""

from integrations.notebook.board import board_notebook, card_notebook
from integrations.notebook.period import period_notebook

__all__ = ["board_notebook", "card_notebook", "period_notebook"]
