"""The files of this project, for the tests that look at the tree itself."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    ".cache",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "dist",
    "__pycache__",
}
TEXT = {
    *(".py", ".sh", ".toml", ".lock", ".md", ".yaml", ".yml", ".json", ".jsonl", ".csv", ".po", ".pot", ".txt"),
    *(".js", ".css", ".html", ".j2", ".svg", ".conf", ".service", ".ini", ""),
}


def project_files() -> list[Path]:
    """Every file that is or will be committed: what git ignores is left out; without git, what is known to be ours."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix in TEXT]


def lines_with(pattern: str, files: list[Path]) -> list[str]:
    """`file:line: text` of every line in which the regular expression is found."""
    compiled = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if compiled.search(line)
    ]
