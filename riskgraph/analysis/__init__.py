"""Channels to totals, ranked paths and views."""
