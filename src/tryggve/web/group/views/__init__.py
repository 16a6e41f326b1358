"""Pages of the group: they parse, call and render."""
