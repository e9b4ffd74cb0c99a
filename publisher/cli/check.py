"""`publisher check`: one text, or a batch of them as JSON Lines, against the policy packs. Thin over the gate."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from publisher.domain.checking import CheckContext, CheckReport, EntryKind, Flag, Level, Verdict
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Jurisdiction, Language
from publisher.intake.files import why_not_json
from publisher.policy.gate import LIMIT_BYTES, Gate
from publisher.policy.report import report_to_json

_LONGEST_LINE = 4 * LIMIT_BYTES  # JSON may escape every character of a text that is itself within the limit


class BadLine(Exception):
    """One sentence on what is wrong with a line or a document."""


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""

    @app.command(epilog="Example: publisher check post.md --jurisdiction CN --language zh --json")
    def check(
        file: Annotated[Path, typer.Argument(help="A text file in UTF-8, or - for standard input.")],
        jurisdiction: Annotated[
            list[str] | None, typer.Option(help="CN RU US UK EU IN INT; may be given again.")
        ] = None,
        language: Annotated[str | None, typer.Option(help="zh, ru or en; otherwise told from the letters.")] = None,
        channel: Annotated[str | None, typer.Option(help="The kind of channel it is meant for.")] = None,
        kind: Annotated[str, typer.Option(help="post or answer.")] = "post",
        question: Annotated[str | None, typer.Option(help="The question an answer belongs to.")] = None,
        context: Annotated[str, typer.Option(help="Facts, separated by commas: is_reply,paid,ai_generated,…")] = "",
        batch: Annotated[bool, typer.Option("--batch", help="Read JSON Lines with id and text.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Say what may not be published, and why. Ends with 1 when something blocks, with 2 on a wrong input."""
        try:
            gate = _gate()
            if batch:
                raise typer.Exit(_run_batch(gate, file))
            wanted = {
                "language": language,
                "jurisdictions": jurisdiction or [],
                "channel": channel,
                "kind": kind,
                "question": question,
                "context": [flag for flag in context.split(",") if flag],
            }
            report = gate.check(_document(file), _context(wanted))
        except (BadLine, ConfigurationError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
        _print(report_to_json(report)) if as_json else _tell(report)
        raise typer.Exit(1 if report.verdict is Verdict.BLOCK else 0)


def _gate() -> Gate:
    try:
        from publisher.bootstrap import gate
    except ImportError:
        from publisher.resources import content_folder

        return Gate.load(content_folder())
    return gate()


def _document(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(LIMIT_BYTES + 1) if str(file) == "-" else _bytes(file)
    except OSError as error:
        raise BadLine(f"{file}: cannot be read: {error.strerror}") from None
    if len(raw) > LIMIT_BYTES:
        raise BadLine(f"{file}: the text is longer than {LIMIT_BYTES:,} bytes, the most that is checked at once.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadLine(f"{file}:{line}: the file is not UTF-8 (byte {error.start}).") from None


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LIMIT_BYTES + 1)


def _context(wanted: dict[str, Any]) -> CheckContext:
    """Raises BadLine with the values that would be right."""
    jurisdictions, flags = wanted.get("jurisdictions") or [], wanted.get("context") or []
    if not isinstance(jurisdictions, list) or not isinstance(flags, list):
        raise BadLine("jurisdictions and context must be lists")
    for name in ("channel", "question", "title"):
        if wanted.get(name) is not None and not isinstance(wanted[name], str):
            raise BadLine(f"{name} must be text")
    return CheckContext(
        language=_one(Language, wanted["language"], "language") if wanted.get("language") else None,
        jurisdictions=tuple(_one(Jurisdiction, item, "jurisdiction") for item in jurisdictions),
        kind=_one(EntryKind, wanted.get("kind") or "post", "kind"),
        channel=wanted.get("channel"),
        question=wanted.get("question"),
        title=wanted.get("title"),
        flags=frozenset(_one(Flag, item, "context") for item in flags),
    )


def _one(kind: Any, value: object, name: str) -> Any:
    try:
        return kind(value.strip() if isinstance(value, str) else value)
    except ValueError:
        known = " ".join(member.value for member in kind)
        raise BadLine(f"{name} {value!r} is not known; one of: {known}") from None


def _run_batch(gate: Gate, file: Path) -> int:
    """One JSON object per line, in order, flushed. Returns the exit code: 1 after a block or a bad line."""
    worst = 0
    try:
        stream: BinaryIO = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise BadLine(f"{file}: cannot be read: {error.strerror}") from None
    with stream:
        for raw in _lines(stream):
            identity: object = None
            try:
                line = _parsed(raw)
                identity = line.get("id")
                answer = {"id": identity, **_checked(gate, line)}
                worst = max(worst, int(answer["verdict"] == Verdict.BLOCK.value))
            except BadLine as error:
                answer, worst = {"id": identity, "error": str(error)}, 1
            _print(answer)
    return worst


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines without their end; None for one that is too long, the rest of which is skipped."""
    while raw := stream.readline(_LONGEST_LINE + 1):
        if len(raw) > _LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(_LONGEST_LINE)
            yield None
        elif raw.strip():
            yield raw


def _parsed(raw: bytes | None) -> dict[str, Any]:
    if raw is None:
        raise BadLine(f"the text is longer than {LIMIT_BYTES:,} bytes, the most that is checked at once")
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"the line is not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"the line is not JSON: {why_not_json(error)}") from None
    if not isinstance(line, dict):
        raise BadLine("the line is not a JSON object")
    return line


def _checked(gate: Gate, line: dict[str, Any]) -> dict[str, Any]:
    text = line.get("text")
    if not isinstance(text, str):
        raise BadLine("text is missing or is not text")
    if len(text.encode("utf-8", "surrogatepass")) > LIMIT_BYTES:
        raise BadLine(f"the text is longer than {LIMIT_BYTES:,} bytes, the most that is checked at once")
    return report_to_json(gate.check(text, _context(line)))


def _print(answer: dict[str, Any]) -> None:
    """One line of JSON. A lone surrogate has no UTF-8 form, so such a line is escaped."""
    line = json.dumps(answer, ensure_ascii=False)
    try:
        raw = line.encode()
    except UnicodeEncodeError:
        raw = json.dumps(answer).encode()
    sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()


def _tell(report: CheckReport) -> None:
    """For people: the verdict, then one paragraph per finding."""
    language = report.language.value
    lines = [f"{report.verdict.value.upper()}  ({', '.join(f'{p.id} {p.version}, {p.status}' for p in report.packs)})"]
    for finding in report.findings:
        where = f" “{finding.text}”" if finding.text else ""
        lines.append(f"\n{finding.level.value}  {finding.rule}{where}\n  {finding.message_in(language)}")
        if finding.fix_in(language) and finding.level is not Level.NOTE:
            lines.append(f"  {finding.fix_in(language)}")
        lines.append(f"  {finding.source.title}. {finding.source.article}")
    lines += [f"\n{disclaimer.place}: {disclaimer.text}" for disclaimer in report.disclaimers]
    typer.echo("\n".join(lines).encode("utf-8", "replace").decode())
