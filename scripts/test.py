"""Run every check and every test, print what each stage took, and close with what was not run here, by name.

Runs inside .venv (`make test`). Arguments go to pytest; with any, only the tests run. Several stages may fail: all run.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
ORDER = ("architecture", "unit", "integration", "journeys")
PASSED = (0, 5)  # 5: there was no test
BESIDE = ("integration",)  # half an hour one after the other, most of it waiting for servers


def main(arguments: list[str]) -> int:
    stages = Stages()
    stages.run("system packages", system_packages.install)
    # five minutes the first time, so beside the quick stages; what cannot be had is skipped by name
    servers = subprocess.Popen([sys.executable, "scripts/test_servers.py"], cwd=ROOT) if not arguments else None
    if not arguments:
        stages.tool("ruff", "ruff", "check", ".")
        stages.tool("format", "ruff", "format", "--check", ".")
        stages.tool("mypy", "mypy")
        stages.tool("import contracts", "lint-imports", "--no-cache")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.jsonl"
        os.environ["DOCTOR_PUBLISHER_TEST_REPORT"] = str(report)
        for name in (None,) if arguments else test_folders():
            if name == "integration" and servers is not None:
                stages.run("test servers", lambda: servers.wait() is not None)
            stages.run(f"tests: {name or 'chosen'}", lambda name=name: pytest(name, arguments))
        outcome, skipped = read_report(report)
    return stages.close(outcome, skipped)


def test_folders() -> list[str]:
    """The folders of tests/, quick ones first, so that a plain mistake is seen early."""
    folders = {path.parent.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    return sorted(folders, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def pytest(folder: str | None, arguments: list[str]) -> bool:
    """Whether what was chosen passed. Tests that need PostgreSQL run beside the others, and are shown after them."""
    chosen = [sys.executable, "-m", "pytest", *([f"tests/{folder}"] if folder else arguments)]
    if folder not in BESIDE:
        return subprocess.run(chosen, cwd=ROOT, check=False).returncode in PASSED
    with tempfile.TemporaryFile() as shown:
        other = subprocess.Popen([*chosen, "-m", "postgres"], cwd=ROOT, stdout=shown, stderr=subprocess.STDOUT)
        first = subprocess.run([*chosen, "-m", "not postgres"], cwd=ROOT, check=False).returncode
        second = other.wait()
        shown.seek(0)
        print(shown.read().decode(errors="replace"), flush=True)
    return first in PASSED and second in PASSED


def read_report(report: Path) -> tuple[Counter[str], dict[str, list[str]]]:
    outcome: Counter[str] = Counter()
    skipped: dict[str, list[str]] = defaultdict(list)
    for line in report.read_text(encoding="utf-8").splitlines() if report.exists() else ():
        part = json.loads(line)
        outcome.update(part["counts"])
        for reason, tests in part["skipped"].items():
            skipped[reason].extend(tests)
    return outcome, skipped


class Stages:
    """What ran, how long it took, and whether it held."""

    def __init__(self) -> None:
        self._done: list[tuple[str, float, bool]] = []

    def tool(self, stage: str, program: str, *arguments: str) -> None:
        command = [str(TOOLS / program), *arguments]
        self.run(stage, lambda: subprocess.run(command, cwd=ROOT, check=False).returncode == 0)

    def run(self, stage: str, work) -> None:
        print(f"\n== {stage}", flush=True)
        started = time.monotonic()
        held = work()
        seconds = time.monotonic() - started
        self._done.append((stage, seconds, held))
        print(f"== {stage}: {seconds:.1f} s{'' if held else ', FAILED'}", flush=True)

    def close(self, outcome: Counter[str], skipped: dict[str, list[str]]) -> int:
        print("\n== Stages")
        for stage, seconds, held in self._done:
            print(f"{seconds:8.1f} s  {stage}{'' if held else '  FAILED'}")
        if skipped:
            print("\n== NOT RUN HERE")
            for reason, tests in sorted(skipped.items()):
                print(f"{reason} — {len(tests)} tests:", *tests, sep="\n    ")
        failed = outcome["failed"] + outcome["error"]
        print(f"\n{outcome['passed']} passed, {failed} failed, {outcome['skipped']} skipped", flush=True)
        return 0 if failed == 0 and all(held for _, _, held in self._done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
