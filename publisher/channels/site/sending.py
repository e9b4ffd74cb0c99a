"""The built-in channel: the public answers site in a folder of this machine. Sending twice is harmless."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from filelock import Timeout

from publisher.channels.contract import (
    Absent,
    Account,
    AccountField,
    Capabilities,
    Delivery,
    Found,
    Lookup,
    Outcome,
    Post,
    Rejected,
    Rendered,
    RenderedPart,
    RetryLater,
    Sent,
    Unknown,
)
from publisher.channels.site import hub
from publisher.channels.site.addresses import UnsafeName, remote_id, safe_entry
from publisher.channels.site.article import article
from publisher.channels.site.prepared import body_html, renderer_version
from publisher.channels.site.publishing import is_shown, publish_post, repair, take_back, was_taken_back
from publisher.channels.site.store import LIVE, Store
from publisher.domain.sentences import Sentence, say
from publisher.logs import Logger

_log = Logger("site")
_BUSY = say("Another process is writing the site and has not come to an end.")


def _no_id(post: Post) -> Sentence:
    return say("“{entry}” is no entry id.", entry=post.entry[:40])


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class SiteChannel:
    """Writes below `site_root`; readers come by `public_url`."""

    site_root: Path
    public_url: str
    clock: Callable[[], datetime] = field(default=_now)
    patience: float = 20.0  # seconds to wait for another process that is writing
    kind: ClassVar[str] = "site"
    label: ClassVar[dict[str, str]] = {"en": "Public answers site", "zh": "公开问答站", "ru": "Открытый сайт ответов"}
    capabilities: ClassVar[Capabilities] = Capabilities(lookup=Lookup.BY_KEY, can_correct=True, can_remove=True)
    fields: ClassVar[tuple[AccountField, ...]] = (
        AccountField(
            "site_name",
            {
                "en": "Name of the site, shown at the top of every page",
                "zh": "站点名称，显示在每页顶部",
                "ru": "Название сайта, вверху каждой страницы",
            },
            required=False,
        ),
        AccountField(
            hub.FIELD,
            {
                "en": "WebSub hub that is told of every change of the feeds, https://…",
                "zh": "订阅源变更时通知的 WebSub 中心地址 https://…",
                "ru": "Хаб WebSub, которому сообщается о каждом изменении лент, https://…",
            },
            required=False,
        ),
    )

    @property
    def renderer_version(self) -> str:
        """Frozen with a scheduled post; when it differs at sending, the post is rendered and compared again."""
        return renderer_version()

    def render(self, post: Post) -> Rendered:
        """The signed matter as HTML. The frame of the page (languages, links, footer) is not part of it."""
        html = str(article(post, body_html(post.body, post.language)))
        part = RenderedPart(text=html, format="html", length=len(html), limit=None, unit="characters")
        return Rendered(self.kind, (part,))

    def send(self, account: Account, delivery: Delivery) -> Outcome:
        if reason := self._refusal(delivery):
            return Rejected(reason)
        return self._publish(account, delivery)

    def correct(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        if reason := self._refusal(delivery) or self._mismatch(remote_id, delivery.post):
            return Rejected(reason)
        return self._publish(account, delivery)

    def remove(self, account: Account, remote_id: str, delivery: Delivery) -> Outcome:
        """Leaves a tombstone. A post that still says it stands is taken as withdrawn."""
        if reason := self._mismatch(remote_id, delivery.post):
            return Rejected(reason)
        post = delivery.post if delivery.post.status != LIVE else replace(delivery.post, status="withdrawn")

        def leave_tombstone(store: Store) -> None:
            take_back(store, self.public_url, post, delivery.key, self.clock())

        return self._told(account, post, self._written(post, leave_tombstone))

    def find(self, account: Account, delivery: Delivery) -> Found:
        """Looks at record and page; when both are there, lists that a crash left behind are brought up to date."""
        store = Store(self.site_root)
        try:
            with store.locked(self.patience):
                if not is_shown(store, delivery.post, delivery.key):
                    return Absent()
                record = store.record(delivery.post.entry)
                if record is not None:
                    repair(store, self.public_url, record)
        except Timeout:
            return RetryLater(_BUSY)
        except UnsafeName:
            return Absent()
        except OSError as error:
            return Unknown(
                say("The folder of the site could not be read: {fault}.", fault=error.strerror or str(error))
            )
        return self._sent(delivery.post)

    def measure(self, account: Account, remote_id: str) -> dict[str, int]:
        """The site counts nobody."""
        return {}

    def test(self, account: Account) -> Sentence | None:
        try:
            with Store(self.site_root).locked(self.patience):
                probe = self.site_root / ".probe"
                probe.write_bytes(b"")
                probe.unlink()
        except Timeout:
            return _BUSY
        except OSError as error:
            return say(
                "The folder {folder} cannot be written: {fault}.",
                folder=self.site_root,
                fault=error.strerror or str(error),
            )
        return None

    def _publish(self, account: Account, delivery: Delivery) -> Outcome:
        name = account.settings.get("site_name", "").strip() or None
        post, key = delivery.post, delivery.key

        def put_out(store: Store) -> Outcome | None:
            if was_taken_back(store, post, key):
                return Rejected(say("This text was taken back; publish it anew if it stands again."))
            publish_post(store, self.public_url, post, key, name, hub.hub_of(account))
            return None

        return self._told(account, post, self._written(post, put_out))

    def _told(self, account: Account, post: Post, outcome: Outcome) -> Outcome:
        """The text is out whatever the hub says; that it said nothing is logged."""
        if isinstance(outcome, Sent) and (trouble := hub.tell(account, self.public_url, post.language)):
            _log.warning("hub_not_told", reason=trouble)
        return outcome

    def _written(self, post: Post, write: Callable[[Store], Outcome | None]) -> Outcome:
        store = Store(self.site_root)
        try:
            with store.locked(self.patience):
                refused = write(store)
        except Timeout:
            return RetryLater(_BUSY)
        except OSError as error:
            return Unknown(
                say("The site could not be written to the end: {fault}.", fault=error.strerror or str(error))
            )
        return refused or self._sent(post)

    def _sent(self, post: Post) -> Sent:
        path = remote_id(post.language, post.entry)
        return Sent(path, f"{self.public_url.rstrip('/')}/{path}/")

    def _refusal(self, delivery: Delivery) -> Sentence | None:
        post = delivery.post
        try:
            safe_entry(post.entry)
        except UnsafeName:
            return _no_id(post)
        if post.status != LIVE:
            return say("This text no longer stands; it can be taken back, not published.")
        if delivery.rendered.parts and delivery.rendered != self.render(post):
            return say("The page would differ from the one that was previewed; render it again.")
        return None

    def _mismatch(self, remote: str, post: Post) -> Sentence | None:
        try:
            own = remote_id(post.language, post.entry)
        except UnsafeName:
            return _no_id(post)
        if remote == own:
            return None
        return say("“{remote}” is not the page of this text ({own}).", remote=remote[:80], own=own)
