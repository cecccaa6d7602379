"""The benchmark: generated registers, and ratios measured in one run."""
