"""Doctor Publisher: a desk on which doctors draft, sign, schedule and take back what they teach in public."""

import os

# before anything imports numpy; why stands in vectorstore/__init__.py
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
