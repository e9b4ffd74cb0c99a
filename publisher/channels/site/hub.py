"""WebSub: tells the hub that a language's feeds have changed. A hub that is away costs nothing but its speed."""

from publisher import net
from publisher.channels._calls import Failed, ask
from publisher.channels.contract import Account
from publisher.channels.site.addresses import Addresses, feed_file
from publisher.domain.places import Language

FIELD = "websub_hub"
FORMS = ("atom", "json")


def hub_of(account: Account) -> str | None:
    """The hub's address, when the account names one."""
    return account.settings.get(FIELD, "").strip() or None


def tell(account: Account, public_url: str, language: Language) -> str | None:
    """Ping the hub for the feeds of a language; one sentence when it did not take it. Repeating it is harmless."""
    hub = hub_of(account)
    if hub is None:
        return None
    to = Addresses(public_url, net.host_of(public_url) or "localhost")
    topics = [("hub.url", to.to(feed_file(language, form))) for form in FORMS]
    try:
        for name, topic in topics:
            answer = ask(account, "POST", hub, data={"hub.mode": "publish", name: topic, "hub.topic": topic})
            if not 200 <= answer.status < 300:
                return f"The hub answered with status {answer.status}."
    except Failed as failed:
        return str(failed.outcome.reason)
    return None
