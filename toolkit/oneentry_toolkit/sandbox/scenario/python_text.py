"""Python source of texts and names that come from a scenario file, which may hold any characters.

Every version of Python writes the same source: names have only characters that Unicode 3.2 has, which all versions know
alike, and what cannot be seen, such as marks that change the direction of writing, is written as an escape.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs")
_LONGEST = 60
WIDTH = 120
"""The longest line."""


def literal(text: str) -> str:
    """Returns the source of a string: in double quotes, or in single quotes where that needs fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(f"\\{one}" if one == quote else _escaped(one) for one in text) + quote


def in_docstring(text: str) -> str:
    """Returns a text as a part of a docstring in triple quotes: on one line, without double quotes."""
    return "".join(map(_shown, _flat(text).replace('"', "'")))


def listed(texts: Iterable[str], most: int = 8) -> str:
    """Returns texts as a list inside of a docstring, cut after the first few."""
    every = [f"'{in_docstring(text)}'" for text in texts]
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def docstring(first: str, more: str = "", *, indent: str = "") -> str:
    """Returns the source of a docstring.

    Args:
        first: The first line, made with `in_docstring`.
        more: What is said after it, in a paragraph of its own if the line would be too long.
        indent: What each line begins with.
    """
    line = f'{indent}"""{first} {more}'.rstrip() + '"""'
    if not more or len(line) <= WIDTH:
        return line
    lines = textwrap.wrap(more, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return "\n".join([f'{indent}"""{first}', "", *(f"{indent}{line}" for line in lines), f'{indent}"""'])


def alias(name: str, values: Mapping[str | int, str]) -> str:
    """Returns the source of a type alias for literals, each with its title as a comment if it has another one."""
    if not values:
        return f"{name}: TypeAlias = Never\n"
    every = {_literal_of(value): title for value, title in values.items()}
    line = f"{name}: TypeAlias = Literal[{', '.join(every)}]"
    is_plain = all(title == str(value) for value, title in values.items())
    if len(every) == 1 or (is_plain and len(line) <= WIDTH):
        return f"{line}\n"
    notes = [f"  {_comment(title)}" if title != str(value) else "" for value, title in values.items()]
    parts = [f"    {source},{note}" for source, note in zip(every, notes, strict=True)]
    return "\n".join([f"{name}: TypeAlias = Literal[", *parts, "]\n"])


def constants(name: str, about: str, values: Mapping[str, str]) -> str:
    """Returns the source of a class with a constant for each text, and its title as a docstring of the constant."""
    names = unique_names({text: name_of(text) for text in values}, {"Final"})
    lines = [f"class {name}:", docstring(about, indent="    "), *([""] if values else [])]
    for text, title in values.items():
        lines.append(f"    {names[text]}: Final = {literal(text)}")
        lines += [docstring(in_docstring(title), indent="    ")] if title != text else []
    return "\n".join(lines) + "\n"


def name_of(text: str) -> str:
    """Returns the Python name that is closest to a text; different texts may have the same one.

    What a name cannot have becomes an underscore. There is none at either end, because such names are private, except
    after a keyword: ``class_``. A name that would begin with a digit, or be empty, begins with ``x``.
    """
    known = unicodedata.normalize("NFKC", "".join(one if _is_assigned(one) else "_" for one in text))
    name = "".join(one if f"x{one}".isidentifier() else "_" for one in known)
    if name != text:
        name = re.sub("_+", "_", name)
    name = name.strip("_")
    if not name.isidentifier():
        name = f"x{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def is_name(text: str) -> bool:
    """Whether a text is a Python name as it stands; Python changes others, such as those with ligatures."""
    is_kept = all(map(_is_assigned, text)) and unicodedata.normalize("NFKC", text) == text
    return is_kept and text.isidentifier() and not keyword.iskeyword(text)


def capitalized(text: str) -> str:
    """Returns the name of a text as classes are called: ``checkout_form`` as ``CheckoutForm``."""
    parts = name_of(text).strip("_").split("_")
    return "".join(part[:1].upper() + part[1:] for part in parts)


def unique_names(wanted: Mapping[str, str], taken: Collection[str] = ()) -> dict[str, str]:
    """Returns a name of its own for each text.

    A text that is its own name keeps it. Names that several texts would have, or that are taken, get a digest of the
    text at the end, so that no name changes its meaning when the order of the texts does.

    Args:
        wanted: The name that each text would have.
        taken: Names that are not to be had.
    """
    counts = Counter(name for text, name in wanted.items() if text != name)
    own = {text for text, name in wanted.items() if text == name and name not in taken}
    used = {*taken, *own}
    found = {}
    for text, name in wanted.items():
        if text in own or (name not in used and counts[name] == 1):
            found[text] = name
    used |= set(found.values())
    for text in sorted(wanted.keys() - found.keys()):
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        found[text] = next(
            name for size in range(6, len(digest) + 1) if (name := f"{wanted[text]}_{digest[:size]}") not in used
        )
        used.add(found[text])
    return {text: found[text] for text in wanted}


def _literal_of(value: str | int) -> str:
    return literal(value) if isinstance(value, str) else repr(value)


def _comment(text: str) -> str:
    """Returns a comment with a text as a string in it, so that no tool takes the text for an instruction to it."""
    return "# " + literal(_flat(text)).replace("#", "\\x23")


def _flat(text: str) -> str:
    """Returns a text on one line, and not longer than a title should be."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 3]}..."


def _escaped(one: str) -> str:
    if one in _SHORT:
        return _SHORT[one]
    if one == " " or unicodedata.category(one) not in _UNSEEN:
        return one
    number = ord(one)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _shown(one: str) -> str:
    """Returns a character inside of a docstring, where an escape is to be read and not followed.

    A class cannot have a docstring with half of a surrogate pair.
    """
    return _escaped(one) if one == "\\" else _escaped(one).replace("\\", "\\\\")


def _is_assigned(one: str) -> bool:
    return unicodedata.ucd_3_2_0.category(one) != "Cn"
