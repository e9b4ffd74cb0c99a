"""`assistant …`: which models draft for this clinic, whether they work, and drafts from the command line."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from publisher.assistant.models import PROVIDERS, ModelChoice
from publisher.cli.acting import As, Json, acting, desk
from publisher.cli.output import REFUSED, print_json, refusals_told, show, tell
from publisher.domain.assisting import Task
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Language
from publisher.services import assistant_settings

_KNOWN = ", ".join(PROVIDERS)


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The drafting assistant.", no_args_is_help=True)
    group.command("show", epilog="Example: publisher assistant show --json")(shown)
    group.command("set", epilog="Example: publisher assistant set deepseek deepseek-chat --key-file key.txt")(set_model)
    group.command("on", epilog="Example: publisher assistant on")(on)
    group.command("off", epilog="Example: publisher assistant off")(off)
    group.command("test", epilog="Example: publisher assistant test --json")(try_models)
    group.command("draft", epilog="Example: publisher assistant draft ENTRY --as doctor@example.org --json")(draft)
    drill = typer.Typer(help="Planted-error drills: how well a clinic reads.", no_args_is_help=True)
    drill.command("start", epilog="Example: publisher assistant drill start ANSWER --as d@example.org")(drill_start)
    drill.command("answer", epilog="Example: publisher assistant drill answer DRILL 3 --as d@example.org")(drill_answer)
    drill.command("rate", epilog="Example: publisher assistant drill rate --as d@example.org --json")(drill_rate)
    group.add_typer(drill, name="drill")
    app.add_typer(group, name="assistant")


def shown(as_json: Json = False) -> None:
    """Show which models are set up, and the budget. Never a key."""
    with refusals_told():
        now = assistant_settings.chosen(desk())
        plain = {
            "on": now.on,
            "models": [{"name": one.name, "address": one.place, "key": bool(one.key)} for one in now.models],
            "seconds": now.seconds,
            "monthly_tokens": now.tokens,
            "monthly_cost": now.cost,
        }
        if as_json:
            print_json(plain)
            return
        show("The assistant is on." if now.on else "Off: drafts come from signed answers alone, without a model.")
        for one in now.models:
            show(f"{one.name}  {one.place}")


def set_model(
    provider: Annotated[str, typer.Argument(help=f"One of {_KNOWN}.")],
    model: Annotated[str, typer.Argument(help="The model's name at that provider.")],
    address: Annotated[str, typer.Option(help="Another address than the provider's own.")] = "",
    private: Annotated[bool, typer.Option("--private", help="The address lies in a private network, and may.")] = False,
    key_file: Annotated[Path | None, typer.Option(help="A file with the key; else it is asked for.")] = None,
    fallback: Annotated[bool, typer.Option("--fallback", help="Ask it last, after those set before.")] = False,
    seconds: Annotated[float, typer.Option(help="How long one answer may take.")] = 90.0,
    monthly_tokens: Annotated[int, typer.Option(help="At most so many tokens a month; 0 is no limit.")] = 0,
    monthly_cost: Annotated[float, typer.Option(help="At most so much money a month; needs the prices.")] = 0.0,
    price_in: Annotated[float, typer.Option(help="Price of a million tokens that are sent.")] = 0.0,
    price_out: Annotated[float, typer.Option(help="Price of a million tokens that are written.")] = 0.0,
    email: As = None,
) -> None:
    """Set up a model and switch the assistant on."""
    with refusals_told():
        at = desk()
        key = _key(provider, key_file)
        choice = ModelChoice(provider, model, address, private, price_in, price_out, key)
        before = list(assistant_settings.chosen(at).models) if fallback else []
        assistant_settings.configure(
            at, acting(at, email), [*before, choice], seconds=seconds, tokens=monthly_tokens, cost=monthly_cost
        )
        show(f"Set up {choice.name}. Try it: publisher assistant test")


def _key(provider: str, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigurationError("cannot be read; it must hold the key and nothing else.", file=str(file)) from None
    known = PROVIDERS.get(provider)
    return getpass(f"Key for {provider}: ").strip() if known and known.keyed and sys.stdin.isatty() else ""


def on(email: As = None) -> None:
    """Switch the assistant's models on."""
    _switch(email, True)


def off(email: As = None) -> None:
    """Switch the models off. Drafting from signed answers stays."""
    _switch(email, False)


def _switch(email: str | None, to: bool) -> None:
    with refusals_told():
        assistant_settings.switch(desk(), acting(desk(), email), to)
        show("On." if to else "Off: drafts come from signed answers alone.")


def try_models(email: As = None, as_json: Json = False) -> None:
    """Ask each model that is set up for one word, and say what works."""
    with refusals_told():
        found = assistant_settings.test(desk(), acting(desk(), email))
        if as_json:
            print_json({"models": [{"name": one.name, "works": one.works, "says": str(one.says)} for one in found]})
        else:
            for one in found:
                show(f"{one.name}  {'works' if one.works else 'does not work'}: {one.says}")
            if not found:
                show("No model is set up. Drafting from signed answers works without one.")
        if not all(one.works for one in found):
            raise typer.Exit(REFUSED)


def draft(
    entry: Annotated[str, typer.Argument(help="The entry's id.")],
    task: Annotated[Task | None, typer.Option(help="What to do; else a draft of the entry's kind.")] = None,
    question: Annotated[str, typer.Option(help="The question, if not the entry's own.")] = "",
    source: Annotated[list[Path] | None, typer.Option("--source", help="A text file to draft from as well.")] = None,
    to: Annotated[Language | None, typer.Option(help="Translate into this language, as an entry of its own.")] = None,
    email: As = None,
    as_json: Json = False,
) -> None:
    """Draft for an entry and show each sentence with what it rests on. The entry is not changed."""
    from publisher.services import assisted, assisting, drafting  # numpy and the models only where needed

    with refusals_told():
        at = desk()
        who = acting(at, email)
        asked: dict[str, Any] = {"question": question, "attached": [_text(file) for file in source or []]}
        if to is not None:
            entry, made = assisting.ask_translation(at, who, entry, to, at_once=True)
        else:
            kind = drafting.working_copy(at, who, entry).content.kind
            made = assisting.ask(at, who, entry, task or assisting.task_for(kind), asked, at_once=True)
        found = assisted.draft(at, who, made)
        if as_json:
            print_json(found)
            return
        for said in found.said:
            tell(str(said))
        for number, one in enumerate(found.sentences):
            marks = "".join(f"  ! {marked.mark} {marked.words}" for marked in one.marks)
            show(f"{number}  {one.text}  [{', '.join(one.ids)}]{marks}")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError("cannot be read as UTF-8 text.", file=str(file)) from None


def drill_start(
    answer: Annotated[str, typer.Argument(help="The id of a signed answer.")], email: As = None, as_json: Json = False
) -> None:
    """Show a signed answer with one error planted in it. The answer itself is not touched."""
    from publisher.services import drilling  # numpy and the models only where they are needed

    with refusals_told():
        found = drilling.start(desk(), acting(desk(), email), answer)
        if as_json:
            print_json({"drill": found.id, "sentences": found.sentences})
            return
        tell(f"Drill {found.id}: one sentence is wrong. Which?")
        for number, text in enumerate(found.sentences):
            show(f"{number}  {text}")


def drill_answer(
    drill: Annotated[str, typer.Argument(help="The drill's id.")],
    sentence: Annotated[int, typer.Argument(help="The number of the wrong sentence.")],
    email: As = None,
    as_json: Json = False,
) -> None:
    """Say which sentence is wrong, and learn whether it is."""
    from publisher.services import drilling  # numpy and the models only where they are needed

    with refusals_told():
        found = drilling.answer(desk(), acting(desk(), email), drill, sentence)
        if as_json:
            print_json({"drill": found.id, "found": found.found, "planted": found.planted})
        else:
            show("Found." if found.found else f"Not found: it was sentence {found.planted}.")


def drill_rate(email: As = None, as_json: Json = False) -> None:
    """Show how many planted errors were found in this clinic."""
    from publisher.services import drilling  # numpy and the models only where they are needed

    with refusals_told():
        found = drilling.rate(desk(), acting(desk(), email))
        if as_json:
            print_json(found)
        else:
            show(f"{found.found} of {found.answered} planted errors were found.")
