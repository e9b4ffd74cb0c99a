"""Doctor Publisher: a desk on which doctors draft, sign, schedule and take back what they teach in public."""

__version__ = "0.1.0"
