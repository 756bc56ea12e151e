"""The doors of the browser to a board's models, and the one of its registry."""
