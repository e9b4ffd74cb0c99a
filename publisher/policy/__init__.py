"""The gate: policy packs as data, a closed set of rule kinds, and the reading of a text in its context."""
