"""`publisher packs`: which policy packs are here, whether anybody qualified signed them, and what they cover."""

import json
from typing import Annotated, Any

import typer

from publisher.domain.errors import ConfigurationError
from publisher.policy.examples import run_examples
from publisher.policy.gate import Gate
from publisher.policy.loading import Pack


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""

    @app.command(epilog="Example: publisher packs --test")
    def packs(
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
        test: Annotated[bool, typer.Option("--test", help="Run the sentences every rule carries.")] = False,
    ) -> None:
        """List the policy packs with version, status and coverage. Ends with 1 when a rule's own sentence fails."""
        from publisher.bootstrap import gate as loaded

        try:
            gate = loaded()
        except ConfigurationError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
        summaries = [summary(gate, pack, test=test) for pack in gate.packs.values()]
        if as_json:
            typer.echo(json.dumps({"packs": summaries}, ensure_ascii=False))
        else:
            for one in summaries:
                typer.echo("\n".join(_lines(one)))
        raise typer.Exit(1 if any(one["failures"] for one in summaries) else 0)


def summary(gate: Gate, pack: Pack, *, test: bool) -> dict[str, Any]:
    """What `publisher packs --json` says of one pack."""
    states: dict[str, list[dict[str, Any]]] = {"covered": [], "not_checkable": [], "pending": []}
    for item in pack.coverage.articles:
        states[item.state].append({"article": item.article, "rules": list(item.rules), "why": item.why})
    examples = [rule.examples for rule in pack.rules]
    return {
        "id": pack.id.value,
        "name": pack.about.name,
        "version": pack.about.version,
        "status": pack.about.status,
        "reviewed_by": pack.about.reviewed_by,
        "review_due": pack.about.review_due,
        "rules": len(pack.rules),
        "examples": {
            "bad": sum(len(one.bad) for one in examples),
            "good": sum(len(one.good) for one in examples),
            "known_gaps": sum(len(one.todo) for one in examples),
        },
        "coverage": states,
        "failures": [str(failure) for failure in run_examples(gate, pack)] if test else [],
    }


def _lines(one: dict[str, Any]) -> list[str]:
    """One pack for people: a head line, then each article by its state."""
    counts, examples = {state: len(items) for state, items in one["coverage"].items()}, one["examples"]
    lines = [
        f"{one['id']}  {one['name']}  {one['version']}  {one['status']}  (to be read again by {one['review_due']})",
        f"    {one['rules']} rules; sentences: {examples['bad']} bad, {examples['good']} good,"
        f" {examples['known_gaps']} known gaps; articles: {counts['covered']} covered,"
        f" {counts['not_checkable']} not checkable by machine, {counts['pending']} pending",
    ]
    for item in one["coverage"]["covered"]:
        lines.append(f"    covered   {item['article']}  [{', '.join(item['rules'])}]")
    for item in one["coverage"]["not_checkable"]:
        lines.append(f"    no check  {item['article']}: {item['why']}")
    lines += [f"    pending   {item['article']}" for item in one["coverage"]["pending"]]
    return [*lines, *[f"    FAILS     {failure}" for failure in one["failures"]], ""]
