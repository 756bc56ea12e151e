"""The doors of the browser to a card's time-box and its gate."""
