"""Trains the upper layers of the precise model on content/training: what vectorstore/tuned.npz holds.

`python -m scripts.tuning` prints figures of what was left out and writes the file. It needs what
requirements-training.lock names, some 6 GB of memory and, on two cores, most of an hour.
"""
