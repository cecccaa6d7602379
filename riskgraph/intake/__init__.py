"""Bytes to a submission and all its problems; nothing here trusts what it reads."""
