"""Models by configuration: which provider, model and address, opened through LangChain. Nothing here knows a clinic.

An address is looked at before every call as everywhere; a private one only where the configuration says so.
"""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from publisher import net
from publisher.domain.errors import Refusal
from publisher.domain.sentences import Sentence, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_COMPATIBLE, _LOCAL_KEY = "openai", "none"


@dataclass(frozen=True)
class Provider:
    """`by`: LangChain's name; `package`: what must be installed; `address`: empty where one must be given."""

    by: str
    package: str
    address: str = ""
    keyed: bool = True


PROVIDERS: Mapping[str, Provider] = {
    "deepseek": Provider(_COMPATIBLE, "langchain_openai", "https://api.deepseek.com/v1"),
    "qwen": Provider(_COMPATIBLE, "langchain_openai", "https://dashscope.aliyuncs.com/compatible-mode/v1"),
    "glm": Provider(_COMPATIBLE, "langchain_openai", "https://open.bigmodel.cn/api/paas/v4"),
    "yandexgpt": Provider(_COMPATIBLE, "langchain_openai", "https://llm.api.cloud.yandex.net/v1"),
    "openai": Provider(_COMPATIBLE, "langchain_openai", "https://api.openai.com/v1"),
    "compatible": Provider(_COMPATIBLE, "langchain_openai", keyed=False),
    "ollama": Provider("ollama", "langchain_ollama", "http://127.0.0.1:11434", keyed=False),
    "anthropic": Provider("anthropic", "langchain_anthropic"),
    "google": Provider("google_genai", "langchain_google_genai"),
    "gigachat": Provider("gigachat", "langchain_gigachat"),
    "mistral": Provider("mistralai", "langchain_mistralai"),
}


@dataclass(frozen=True)
class ModelChoice:
    """One configured model. Prices are per million tokens, in whatever currency the budget is in."""

    provider: str
    model: str
    address: str = ""
    private: bool = False
    price_in: float = 0.0
    price_out: float = 0.0
    key: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}"

    @property
    def place(self) -> str:
        """The address that is called; empty where the provider's own library knows it."""
        return self.address or PROVIDERS[self.provider].address

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000


def missing(choice: ModelChoice) -> list[Sentence]:
    """Everything that keeps this choice from being used, without calling anything."""
    provider = PROVIDERS.get(choice.provider)
    if provider is None:
        known = ", ".join(PROVIDERS)
        return [say("“{name}” is no provider that is known; known are {known}.", name=choice.provider, known=known)]
    reasons = []
    if importlib.util.find_spec(provider.package) is None:
        package = provider.package.replace("_", "-")
        reasons.append(
            say(
                "The package {package} is not installed; install it to use {name}.",
                package=package,
                name=choice.provider,
            )
        )
    if not choice.model.strip():
        reasons.append(say("Name the model of {name}.", name=choice.provider))
    if not choice.place and choice.provider == "compatible":
        reasons.append(say("Give the address of the server, like https://models.example.org/v1."))
    if provider.keyed and not choice.key:
        reasons.append(say("The key for {name} is missing.", name=choice.provider))
    return reasons


def open_model(choice: ModelChoice, seconds: float) -> "BaseChatModel":
    """A chat model ready to be asked. Refusal with every reason why it cannot be."""
    if reasons := missing(choice):
        raise Refusal(*reasons)
    from langchain.chat_models import init_chat_model  # seconds of imports, only where a model is asked

    provider = PROVIDERS[choice.provider]
    more: dict[str, Any] = {"temperature": 0}
    route = net.Route(private=choice.private, whole_seconds=seconds)
    if choice.place:
        address = _reachable(choice, route)
        if provider.by == _COMPATIBLE:
            more |= {
                "base_url": choice.place,
                "api_key": choice.key or _LOCAL_KEY,
                "stream_usage": True,
                "http_client": net.client(route),
                "timeout": seconds,
                "max_retries": 0,
                "use_responses_api": False,
            }
        else:
            more |= {
                "base_url": address,
                "client_kwargs": {"timeout": seconds, "follow_redirects": False, "trust_env": False},
            }
    elif provider.keyed:
        more |= {"api_key": choice.key, "timeout": seconds, "max_retries": 0}
    model: BaseChatModel = init_chat_model(choice.model, model_provider=provider.by, **more)
    return model


def _reachable(choice: ModelChoice, route: net.Route) -> str:
    """The address with its host replaced, for plain HTTP, by the one that was looked at. Refusal when it may not be."""
    try:
        return net.checked(choice.place, route)
    except net.Untrusted:
        raise Refusal(
            say(
                "The address {address} lies in a private network or is none; allow it expressly if it is yours.",
                address=choice.place,
            )
        ) from None
    except net.NotSent:
        raise Refusal(
            say("The address {address} is not known; is this machine online?", address=choice.place)
        ) from None
