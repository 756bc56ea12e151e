"""What the templates of pictures draw: places and words, worked out from the rows of a figure."""
