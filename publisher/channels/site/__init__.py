"""The public answers site: the channel that every home has."""

from pathlib import Path

from publisher.channels.site.publishing import build
from publisher.channels.site.sending import SiteChannel

__all__ = ["SiteChannel", "build", "channel"]


def channel(site_root: Path, public_url: str) -> SiteChannel:
    return SiteChannel(site_root, public_url)
