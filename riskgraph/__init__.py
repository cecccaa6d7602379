"""riskgraph scores how likely personal data is to leak along chains of consignment, and says why."""

__version__ = "0.1.0"
