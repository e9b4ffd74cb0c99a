"""The few sentences that plain pages say themselves, and how they come into the reader's language."""

from collections.abc import Callable

from starlette.requests import HTTPConnection

from publisher.domain.places import Language
from publisher.domain.sentences import Sentence, say

Speak = Callable[[Sentence, Language], str]
"""Says a sentence in a language; handed in by whoever owns the catalogues."""

LANGUAGE_COOKIE = "publisher_language"
NAMES = {Language.EN: "English", Language.ZH: "简体中文", Language.RU: "Русский"}
TAGS = {Language.EN: "en", Language.ZH: "zh-CN", Language.RU: "ru"}

SIGN_IN = say("Sign in")
EMAIL = say("E-mail address")
PASSWORD = say("Password")
NEW_PASSWORD = say("Choose a password (at least 10 characters)")
WELCOME = say("Welcome. Choose a password to open your account.")
OPEN_ACCOUNT = say("Open the account")
BY_PROVIDER = say("Sign in with your organisation")
ALONE = say("To open the workspace on this machine, use the link that “publisher run” prints in its window.")
OR_LINK = say("Started it on this machine? The link that “publisher run” prints signs you in too.")
BACK = say("Back to sign in")
NOT_OURS = say("This request did not come from our own page. Open the page again and repeat it.")
NO_SEARCH = say("Answers cannot be looked up now. An administrator mends it with: publisher index rebuild")
LINK_TITLE = say("This link opens nothing any more")
REFUSED_TITLE = say("That did not work")
CHOOSE_LANGUAGE = say("Language")
NEWSLETTER = say("Newsletter")
LEAVE_LETTERS = say("Send me no more letters")
NO_MORE_LETTERS = say("You will get no more letters of this newsletter.")


def language_of(request: HTTPConnection) -> Language:
    """The language asked for, chosen before, or wished for by the browser, in this order; else English."""
    wishes = (
        request.query_params.get("language"),
        request.cookies.get(LANGUAGE_COOKIE),
        *request.headers.get("accept-language", "").split(","),
    )
    for wish in wishes:
        short = (wish or "").strip().lower()[:2]
        if short in list(Language):
            return Language(short)
    return Language.EN
