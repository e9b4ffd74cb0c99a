"""Trains the upper layers of the precise model on content/training: what vectorstore/tuned_*.npz hold.

`python -m scripts.tuning KIND` prints figures of what was left out and writes the file. It needs what
requirements-training.lock names, 6 to 9 GB of memory and, on two cores, an hour or more.
"""
