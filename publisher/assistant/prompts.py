"""Prompt files: one per task and version, read strictly. What is wrong is said with file and line, before any call.

Variables stand in the instructions and are ours; data comes from people and is only ever handed over in a fence.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from publisher.domain.assisting import Task
from publisher.domain.errors import ConfigurationError

PINS = "pinned.yaml"
_SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z_]*")
_HEAD = ("purpose", "variables", "data", "output")


@dataclass(frozen=True)
class Prompt:
    """One version of one task's instructions. `output` is the JSON schema an answer must meet."""

    task: Task
    version: int
    variables: tuple[str, ...]
    data: tuple[str, ...]
    output: Mapping[str, Any]
    text: str

    @property
    def name(self) -> str:
        return f"{self.task}/{self.version}"

    def instructions(self, values: Mapping[str, str]) -> str:
        """The text with its variables filled. ConfigurationError for an unknown or a missing one."""
        unknown, missing = sorted(set(values) - set(self.variables)), sorted(set(self.variables) - set(values))
        if unknown or missing:
            what = f"does not know {', '.join(unknown)}" if unknown else f"needs {', '.join(missing)}"
            raise ConfigurationError(f"the prompt {self.name} {what}.")
        return _SLOT.sub(lambda match: values[match.group(1)], self.text)

    def problem(self, answer: Any) -> str | None:
        """What an answer lacks of the output schema, in the schema's words; None when it fits."""
        from jsonschema import Draft202012Validator  # only where an answer is read

        found = next(iter(Draft202012Validator(self.output).iter_errors(answer)), None)
        return (
            None
            if found is None
            else f"{'/'.join(str(part) for part in found.path) or 'answer'}: {found.message[:200]}"
        )


@functools.lru_cache(maxsize=4)
def prompts(folder: Path) -> Mapping[Task, Prompt]:
    """Every task's pinned version. ConfigurationError with file and line for whatever is wrong in any version."""
    pins = folder / PINS
    pinned = _mapping(pins, _read(pins), 1)
    lines = {key: number for number, key in _keys(_read(pins))}
    known = {str(task) for task in Task}
    for name in sorted(set(pinned) - known):
        raise ConfigurationError(f"there is no task “{name}”.", file=str(pins), line=lines.get(name, 1))
    chosen: dict[Task, Prompt] = {}
    for task in Task:
        versions = {one.version: one for one in _versions(folder / task, task)}
        version = pinned.get(task)
        if isinstance(version, bool) or not isinstance(version, int):
            raise ConfigurationError(f"{task} is not pinned to a version.", file=str(pins), line=lines.get(task, 1))
        if version not in versions:
            raise ConfigurationError(f"{task} has no version {version}.", file=str(pins), line=lines[task])
        chosen[task] = versions[version]
    return chosen


def _versions(folder: Path, task: Task) -> Iterator[Prompt]:
    for file in sorted(folder.glob("*.md")):
        if not file.stem.isdigit():
            raise ConfigurationError("a prompt file is named by its version, like 1.md.", file=str(file))
        yield read_prompt(file, task)


def read_prompt(file: Path, task: Task) -> Prompt:
    """One version from its file. ConfigurationError with file and line."""
    whole = _read(file)
    parts = whole.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ConfigurationError("front matter between two lines of --- is expected.", file=str(file), line=1)
    head, text = parts[1], parts[2].strip() + "\n"
    lines = {key: number + 1 for number, key in _keys(head)}
    given = _mapping(file, head, 2)
    for name in sorted(set(given) - set(_HEAD)):
        raise ConfigurationError(f"“{name}” is no part of a prompt.", file=str(file), line=lines.get(name, 1))
    for name in _HEAD:
        if not given.get(name) and name != "variables":
            raise ConfigurationError(f"“{name}” is missing.", file=str(file), line=lines.get(name, 1))
    variables, data = _names(file, given, "variables", lines), _names(file, given, "data", lines)
    _slots(file, whole, variables, data)
    unused = [name for name in variables if not re.search(r"\{\{\s*" + name + r"\s*\}\}", text)]
    if unused:
        raise ConfigurationError(f"{unused[0]} is declared and not used.", file=str(file), line=lines["variables"])
    from jsonschema import Draft202012Validator, SchemaError  # only where prompts are read

    output = given["output"]
    try:
        Draft202012Validator.check_schema(output)
    except SchemaError as error:
        raise ConfigurationError(
            f"output is no JSON schema: {error.message[:200]}", file=str(file), line=lines["output"]
        ) from None
    return Prompt(task, int(file.stem), variables, data, output, text)


def _slots(file: Path, whole: str, variables: tuple[str, ...], data: tuple[str, ...]) -> None:
    for number, line in enumerate(whole.splitlines(), 1):
        for match in _SLOT.finditer(line):
            name = match.group(1)
            if name in data:
                raise ConfigurationError(
                    f"{name} is data; it stands in the fence, never among instructions.", file=str(file), line=number
                )
            if name not in variables:
                raise ConfigurationError(f"unknown variable “{name}”.", file=str(file), line=number)


def _names(file: Path, given: Mapping[str, Any], key: str, lines: Mapping[str, int]) -> tuple[str, ...]:
    found = given.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, str) and _NAME.fullmatch(one) for one in found):
        raise ConfigurationError(f"“{key}” must be a list of names.", file=str(file), line=lines.get(key, 1))
    return tuple(found)


def _keys(text: str) -> list[tuple[int, str]]:
    found = ((number, re.match(r"([\w-]+):", line)) for number, line in enumerate(text.splitlines(), 1))
    return [(number, match.group(1)) for number, match in found if match]


def _mapping(file: Path, text: str, first: int) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first
        raise ConfigurationError(
            f"not valid YAML: {getattr(error, 'problem', error)}", file=str(file), line=line
        ) from None
    if not isinstance(found, dict):
        raise ConfigurationError("a mapping of names to values is expected.", file=str(file), line=first)
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}.", file=str(file)) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"the file is not UTF-8 (byte {error.start}).", file=str(file)) from None


def fenced(prompt: Prompt, data: Mapping[str, Any], token: str) -> str:
    """What people wrote, as JSON between two lines that nobody can foresee. ConfigurationError for unknown data."""
    if set(data) != set(prompt.data):
        raise ConfigurationError(f"the prompt {prompt.name} takes {', '.join(prompt.data)} as data.")
    return f"<<<{token}\n{json.dumps(data, ensure_ascii=False, indent=0)}\n{token}>>>"
