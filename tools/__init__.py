"""Scripts beside the package: what makes the sample and what fills questionnaires."""
