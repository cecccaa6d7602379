"""One module a page; each reads top to bottom like the page."""
