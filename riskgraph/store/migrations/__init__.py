"""The migrations; see `riskgraph.store.migrating`."""
