"""The state of a register in the store, put together from its parts as one submission."""
