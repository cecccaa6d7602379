"""Data to nouns: the control catalogue, the layers, the parameters; YAML in, frozen values out."""
