"""Retrieval alone: embeddings, lexical index, fusion, the match gate, claims. Knows texts, ids and filters only.

Imports nothing of the desk; it is handed in by the services that need it.
"""

import os

# numpy's threads spin while they wait for one another: on two busy cores a question took 300 ms instead of 7. This is
# read when numpy is first imported, so it stands before everything else
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
