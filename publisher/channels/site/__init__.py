"""The public answers site: the channel that every home has."""

from pathlib import Path

from publisher.channels.site.channel import SiteChannel
from publisher.channels.site.publishing import build

__all__ = ["SiteChannel", "build", "channel"]


def channel(site_root: Path, public_url: str) -> SiteChannel:
    return SiteChannel(site_root, public_url)
