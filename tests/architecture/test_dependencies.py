"""Every dependency is declared, locked by hash, and comes from nowhere in particular."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUN = [Requirement(line) for line in [*PROJECT["project"]["dependencies"], *GROUPS["build"]]]
DEVELOPMENT = [Requirement(line) for line in GROUPS["dev"] if isinstance(line, str)]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bootstrap.lock")


def locked(name: str) -> dict[str, list[tuple[str, int]]]:
    """Each package of a lock with its versions and, for each, how many hashes stand there."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    found: dict[str, list[tuple[str, int]]] = {}
    for block in blocks:
        package, version = re.match(r"([\w.-]+)==(\S+)", block).groups()
        found.setdefault(canonicalize_name(package), []).append((version, block.count("--hash=sha256:")))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_exact_version_and_hashes(name: str) -> None:
    assert [package for package, versions in locked(name).items() if any(hashes == 0 for _, hashes in versions)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_no_option_and_no_path(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(r"://|^-|@|(?:^|\s)[./]", line)] == []


@pytest.mark.parametrize(
    ("lock", "requirements"), [("requirements.lock", RUN), ("requirements-dev.lock", RUN + DEVELOPMENT)]
)
def test_the_lock_satisfies_what_the_project_declares(lock: str, requirements: list[Requirement]) -> None:
    versions = locked(lock)
    for requirement in requirements:
        found = versions.get(canonicalize_name(requirement.name), [])
        assert found, f"{requirement.name} is not in {lock}: run `make lock`"
        assert all(requirement.specifier.contains(version) for version, _ in found), f"{requirement}: run `make lock`"


def test_the_development_lock_contains_the_run_lock() -> None:
    run, development = locked(LOCKS[0]), locked(LOCKS[1])
    assert {name: versions for name, versions in run.items() if development.get(name) != versions} == {}


def test_the_packages_import_only_what_it_declares() -> None:
    """What comes along with another package may leave with its next version, so it is declared when it is used."""
    declared = {canonicalize_name(requirement.name) for requirement in RUN}
    providers = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}: {module}"
        for package in ("publisher", "vectorstore")
        for path in (ROOT / package).rglob("*.py")
        for module in imported(path)
        if not {canonicalize_name(name) for name in providers.get(module, [])} & declared
    }
    assert undeclared == set()


def imported(file: Path) -> set[str]:
    """The top-level packages of others that a file imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"publisher", "vectorstore"}
