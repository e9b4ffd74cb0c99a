"""The durable engine's entry points: hand over what is due, run it once, find what got lost. Decides nothing itself."""
