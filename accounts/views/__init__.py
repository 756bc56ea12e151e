"""The doors of the browser to people, teams and sign-in."""
