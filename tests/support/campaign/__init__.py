"""A crash campaign: real workers, a network in its own process that keeps count, and random kills."""
