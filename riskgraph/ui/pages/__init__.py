"""One module a page; each has `render()` and reads from top to bottom like the page."""
