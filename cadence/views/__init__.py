"""The doors of the browser, and of calendar programs, to what recurs."""
