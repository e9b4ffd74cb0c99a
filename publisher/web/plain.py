"""The pages before the workspace: signing in, an invitation, a refusal. Plain HTML, no script, every value escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from publisher.domain.places import Language
from publisher.web.words import LANGUAGE_COOKIE, NAMES, TAGS

CURRENT = ' aria-current="true"'
LONG = ' minlength="10"'
_STYLE = (Path(__file__).parent / "plain.css").read_text(encoding="utf-8")


def page(
    language: Language,
    title: str,
    body: Sequence[str],
    *,
    address: str,
    query: Mapping[str, str],
    choose: str,
    status: int = 200,
) -> HTMLResponse:
    """A whole page; `body` is HTML made by the functions below, `choose` the name of the language switch."""
    links = "".join(
        f'<a lang="{TAGS[one]}" href="{escape(address)}?{escape(urlencode({**query, "language": one.value}))}"'
        f"{CURRENT if one is language else ''}>{NAMES[one]}</a>"
        for one in Language
    )
    answer = HTMLResponse(
        f'<!DOCTYPE html><html lang="{TAGS[language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{escape(title)} · Doctor Publisher</title><link rel="icon" href="/app/static/brand/mark.png">'
        f"<style>{_STYLE}</style></head><body><main>"
        '<img class="light" src="/app/static/brand/logo-light.svg" alt="Doctor Publisher" height="32">'
        '<img class="dark" src="/app/static/brand/logo-dark.svg" alt="Doctor Publisher" height="32">'
        f"<h1>{escape(title)}</h1>{''.join(body)}"
        f'<nav aria-label="{escape(choose)}">{links}</nav></main></body></html>',
        status,
        headers={"Cache-Control": "no-store"},
    )
    if query.get("language"):
        answer.set_cookie(LANGUAGE_COOKIE, language.value, max_age=31536000, httponly=True, samesite="lax")
    return answer


def paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def refusal(sentences: Sequence[str]) -> str:
    inside = "<br>".join(escape(sentence) for sentence in sentences)
    return f'<p class="refusal" role="alert">{inside}</p>' if sentences else ""


def form(action: str, hidden: Mapping[str, str], fields: Sequence[tuple[str, str, str, str]], button: str) -> str:
    """A POST form. A field is (name, label, type, autocomplete)."""
    rows = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items()
    )
    rows += "".join(
        f'<label>{escape(label)}<input name="{escape(name)}" type="{kind}" autocomplete="{complete}" required'
        f"{LONG if complete == 'new-password' else ''}></label>"
        for name, label, kind, complete in fields
    )
    return f'<form method="post" action="{escape(action)}">{rows}<button type="submit">{escape(button)}</button></form>'


def link(address: str, text: str, kind: str = "button second") -> str:
    return f'<a class="{kind}" href="{escape(address)}">{escape(text)}</a>'
