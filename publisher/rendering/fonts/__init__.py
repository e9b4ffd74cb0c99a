"""The fonts that cards and PDF files are set in: the same letters on every machine, whatever it has installed."""

from pathlib import Path

REGULAR = Path(__file__).parent / "NotoSansSC-Regular.otf"
BOLD = Path(__file__).parent / "NotoSansSC-Bold.otf"
