"""Reading measurable targets out of prose: words, patterns, the rules for one number, and a whole text."""
