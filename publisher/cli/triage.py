"""`publisher triage FILE|-`: where each message would go, what it holds, and its masked words."""

from pathlib import Path
from typing import Annotated, Any

import typer

from publisher import bootstrap
from publisher.cli.lines import BadLine, each_line
from publisher.cli.output import print_json, refusals_told, show
from publisher.domain.places import Language
from publisher.domain.triage import Triaged
from publisher.services.triaging import triage_of

_LONGEST = 20_000


def register(app: typer.Typer) -> None:
    app.command(epilog="Example: publisher triage messages.jsonl --json")(triage)


def triage(
    file: Annotated[Path, typer.Argument(help='Lines {"id","text","language"?}; - reads standard input.')],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line, in order.")] = False,
) -> None:
    """Sort messages into crisis, urgent, doctor, moderator and set aside; nothing is stored."""
    with refusals_told():
        reader = triage_of(bootstrap.gate())

        def work(line: dict[str, Any]) -> dict[str, Any]:
            text, language = _read(line)
            return _plain(text, reader.read(text, language))

        raise typer.Exit(each_line(file, work, print_json if as_json else _say))


def _read(line: dict[str, Any]) -> tuple[str, Language | None]:
    text, language = line.get("text"), line.get("language")
    if not isinstance(text, str):
        raise BadLine("“text” is missing or is no text")
    if len(text) > _LONGEST:
        raise BadLine(f"“text” has {len(text)} characters; at most {_LONGEST} are read")
    if language is not None and language not in list(Language):
        raise BadLine(f"“language” is “{language}”; use zh, ru or en")
    return text, Language(language) if language is not None else None


def _plain(text: str, found: Triaged) -> dict[str, Any]:
    labels = [
        {"label": mark.label, "start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}
        for mark in found.marks
    ]
    return {"language": found.language, "route": found.route, "labels": labels, "masked": found.masked}


def _say(line: dict[str, Any]) -> None:
    if "error" in line:
        show(f"{line['id']}: {line['error']}")
    else:
        labels = ", ".join(dict.fromkeys(mark["label"] for mark in line["labels"]))
        show(f"{line['id']}: {line['route']}" + (f" ({labels})" if labels else ""))
