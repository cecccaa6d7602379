"""The method as data: controls, forms, scenarios and parameters, read from YAML into nouns."""

from riskgraph.catalogue.load import load_catalogue, load_parameters
from riskgraph.catalogue.user_parameters import parameters_from

__all__ = ["load_catalogue", "load_parameters", "parameters_from"]
