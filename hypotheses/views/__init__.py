"""The doors of the browser to a card's research."""
