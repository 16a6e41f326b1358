"""Short free texts in the words that reporters use, put together from phrases; nobody is described in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from tryggve.example.plan import read_data


@lru_cache
def load_phrases() -> dict[str, Any]:
    """The phrases as shipped."""
    return read_data("phrases.toml")


def pick(texts: list[str] | tuple[str, ...], rng: np.random.Generator) -> str:
    """One of the texts, each as likely as the others."""
    return texts[int(rng.integers(len(texts)))]


def fill(pattern: str, place: str, rng: np.random.Generator) -> str:
    """A pattern with its place (words without a leading blank, or "") and numbers in words, first letter large."""
    number = pick(load_phrases()["numbers"], rng)
    text = pattern.format(plats=f" {place}" if place else "", antal=number)
    return text[:1].upper() + text[1:]


def compose(category: str, place: str, rng: np.random.Generator, what: tuple[str, ...] = ()) -> str:
    """What happened at the place, perhaps with a detail and what was done; `what` replaces the category's phrases."""
    phrases = load_phrases()
    own = phrases[category]
    sentences = [fill(pick(what or own["what"], rng), place, rng)]
    if rng.random() < phrases["share_of_details"]:
        sentences.append(fill(pick(own["details"], rng), "", rng))
    if rng.random() < phrases["share_of_actions"]:
        sentences.append(pick(own["actions"], rng))
    return " ".join(sentences)
