"""Finds the channels: every module here that defines `channel(site_root, public_url)`, and installed plug-ins."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

import publisher.channels
from publisher.channels.contract import Channel
from publisher.domain.errors import ConfigurationError

GROUP = "publisher.channels"
_NOT_CHANNELS = frozenset({"calling", "contract", "incoming", "registry"})
Factory = Callable[[Path, str], Channel]


def channels(site_root: Path, public_url: str) -> dict[str, Channel]:
    """Kind to channel. Raises ConfigurationError for a module that cannot be loaded or a kind that is there twice."""
    found: dict[str, Channel] = {}
    for origin, factory in _factories():
        channel = factory(site_root, public_url)
        if not isinstance(channel, Channel):
            raise ConfigurationError(
                f"“{origin}” returns something that is no channel: a call of the contract is missing"
            )
        if channel.kind in found:
            raise ConfigurationError(
                f"the channel kind “{channel.kind}” is defined twice, the second time by “{origin}”"
            )
        found[channel.kind] = channel
    return found


def _factories() -> Iterator[tuple[str, Factory]]:
    for module in sorted(pkgutil.iter_modules(publisher.channels.__path__), key=lambda info: info.name):
        if module.name in _NOT_CHANNELS or module.name.startswith("_"):
            continue
        origin = f"{publisher.channels.__name__}.{module.name}"
        factory = getattr(importlib.import_module(origin), "channel", None)
        if callable(factory):
            yield origin, factory
    for entry in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            yield entry.value, entry.load()
        except Exception as error:  # whatever a plug-in raises while it loads is told with its name
            raise ConfigurationError(f"the channel plug-in “{entry.name}” cannot be loaded: {error}") from error
