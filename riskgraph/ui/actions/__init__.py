"""What the pages can ask for: one module an area, each gathers from the store, calls the method, and writes back.

The convention that bites: this package is the only place with Streamlit's caches. A cached call is pure and keyed
by content (an id of the store that never changes its meaning, or a hash), never by a user; the caches are shared
by all who use this process, hold few entries and forget them.
"""
