"""What `make run` and `make test` rest on: which Python is taken, what is installed when, what a wheel carries."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.tree import ROOT


def script(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script over a folder of its own, which notes what it would have installed."""
    module = script("bootstrap")
    for name in [*module.LOCKS.values(), "pyproject.toml"]:
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(module, "works", lambda _: True)
    module.installed = []
    monkeypatch.setattr(module, "installer", lambda: lambda *what: module.installed.append(" ".join(what)))
    return module


def test_a_first_set_up_installs_by_hash_and_a_second_installs_nothing(bootstrap: ModuleType) -> None:
    bootstrap.prepare("run")
    assert len(bootstrap.installed) == 2
    assert "--require-hashes" in bootstrap.installed[0]
    assert "--no-deps --no-build-isolation -e" in bootstrap.installed[1]
    bootstrap.prepare("run")
    assert len(bootstrap.installed) == 2


def test_a_changed_lock_is_installed_again(bootstrap: ModuleType, tmp_path: Path) -> None:
    bootstrap.prepare("run")
    (tmp_path / "requirements.lock").write_text("another")
    bootstrap.prepare("run")
    assert len(bootstrap.installed) == 4


def test_the_set_for_tests_serves_a_run_but_not_the_other_way_round(bootstrap: ModuleType) -> None:
    bootstrap.prepare("run")
    bootstrap.prepare("test")
    assert "requirements-dev.lock" in bootstrap.installed[2]
    bootstrap.prepare("run")
    assert len(bootstrap.installed) == 4


def found_python(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What scripts/python.sh does where `path` is all there is."""
    command = ["/bin/sh", str(ROOT / "scripts" / "python.sh"), *arguments]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True)


@pytest.mark.skipif(os.name != "posix", reason="make and sh are not used on Windows")
def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old, new = tmp_path / "python3", tmp_path / "python3.12"
    old.write_text("#!/bin/sh\nexit 1\n")
    new.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "taken: $*"\n')
    for file in (old, new):
        file.chmod(0o755)
    outcome = found_python(tmp_path, "a.py", "run")
    assert outcome.stdout == "taken: a.py run\n"


@pytest.mark.skipif(os.name != "posix", reason="make and sh are not used on Windows")
def test_without_a_new_enough_python_one_sentence_says_so(tmp_path: Path) -> None:
    outcome = found_python(tmp_path, "a.py")
    assert outcome.returncode == 2
    assert "needs Python 3.11 or newer" in outcome.stderr


@pytest.mark.parametrize(("ci", "expected"), [("", "1 skipped"), ("true", "1 failed")])
def test_a_missing_server_is_skipped_by_name_here_and_fails_in_ci(tmp_path: Path, ci: str, expected: str) -> None:
    test = tmp_path / "test_planted.py"
    lines = (
        "from tests.support.needs import missing_server",
        "",
        "def test_planted():",
        "    missing_server('Planted', 'x')",
    )
    test.write_text("\n".join(lines))
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", test, "-p", "tests.conftest", f"--rootdir={tmp_path}"],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "DOCTOR_PUBLISHER_TEST_REPORT": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert expected in outcome.stdout
    assert "Planted" in outcome.stdout
    assert "test_planted.py::test_planted" in outcome.stdout


def test_a_failed_stage_or_test_fails_the_whole_run_and_skips_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        runner = script("test")
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    held, broken = runner.Stages(), runner.Stages()
    held.run("first", lambda: True)
    broken.run("first", lambda: False)
    good = runner.Counter(passed=3, skipped=1)
    assert held.close(good, {"Chromium is not here": ["a::b"]}) == 0
    shown = capsys.readouterr().out
    assert "Chromium is not here — 1 tests:\n    a::b" in shown
    assert shown.endswith("3 passed, 0 failed, 1 skipped\n")
    assert broken.close(good, {}) == 1
    assert held.close(runner.Counter(passed=3, error=1), {}) == 1


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = f"import hatchling.build as build; print(build.build_wheel({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_a_wheel_carries_what_editors_own_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for beginning in ("publisher/_content/packs/", "publisher/_content/samples/", "publisher/_content/site/"):
        assert any(name.startswith(beginning) for name in names), beginning
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "content/", "scripts/"))]


def test_the_package_works_from_its_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    code = "from publisher import bootstrap, resources; bootstrap.gate(); print(resources.content_folder())"
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(installed), "PUBLISHER_HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert outcome.stdout.strip() == str(installed / "publisher" / "_content"), outcome.stderr
