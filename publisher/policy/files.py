"""Reads YAML into a strict model; whatever is wrong is said with file and line. No file is executed or guessed at."""

import json
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from publisher.domain.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_model(file: Path, model: type[Model]) -> Model:
    """Raises ConfigurationError with file and line."""
    node = _compose(file)
    try:
        return TypeAdapter(model).validate_json(_json(file, node), strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"{place}: {message}" if place else message, file=str(file), line=line_of(node, first["loc"])
        ) from None


def line_of(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `place` that stands in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        step = None
        if isinstance(node, yaml.MappingNode):
            step = next(((key, value) for key, value in node.value if key.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            step = (node.value[part], node.value[part])
        if step is None:
            break
        line, node = step[0].start_mark.line + 1, step[1]
    return line


def place_in(file: Path, *place: int | str) -> int:
    return line_of(_compose(file), place)


def _compose(file: Path) -> yaml.Node:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"the file is not UTF-8 (byte {error.start})", file=str(file)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise ConfigurationError(
            f"not valid YAML: {problem}", file=str(file), line=mark.line + 1 if mark else None
        ) from None
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", file=str(file)) from None
    if not isinstance(node, yaml.MappingNode):
        raise ConfigurationError("a mapping of names to values is expected", file=str(file), line=1)
    return node


def _json(file: Path, node: yaml.Node) -> bytes:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        if key.value in seen:
            raise ConfigurationError(f"{key.value} stands twice", file=str(file), line=key.start_mark.line + 1)
        seen[key.value] = 1
    constructor = yaml.SafeLoader("")
    try:
        return json.dumps(constructor.construct_document(node), default=str).encode()
    except yaml.YAMLError as error:
        raise ConfigurationError(f"not valid YAML: {error}", file=str(file)) from None
