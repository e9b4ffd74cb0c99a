"""The import contracts hold on the tree, and each of them breaks when somebody plants the import it forbids."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tree import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"

PLANTED = [
    ("domain/planted.py", "import publisher.storage"),
    ("domain/planted.py", "import sqlalchemy"),
    ("../vectorstore/planted.py", "import publisher.domain"),
    ("policy/planted.py", "import publisher.services"),
    ("services/planted.py", "import publisher.ui"),
    ("services/planted.py", "import streamlit"),
    ("services/planted.py", "import sqlalchemy"),
    ("storage/planted.py", "import publisher.channels"),
    ("channels/planted.py", "import httpx2"),
    ("cli/planted.py", "import dbos"),
    ("planted.py", "import json"),
]


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter as if `folder` were the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    command = [str(LINTER), "--no-cache"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    for package in ("publisher", "vectorstore"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept() -> None:
    outcome = contracts(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(("file", "line"), PLANTED, ids=[f"{line} in {file}" for file, line in PLANTED])
def test_a_planted_import_breaks_a_contract(copied_tree: Path, file: str, line: str) -> None:
    planted = copied_tree / "publisher" / file
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    outcome = contracts(copied_tree)
    assert outcome.returncode != 0, outcome.stdout
    assert "planted" in outcome.stdout
