"""The nouns: frozen values, validated on creation, that know neither files nor screens."""
