"""Compares a request with the published Bot API; knows nothing of the bot and of the sandbox.

schema.json is Bot API 10.3, made by reduce.py of `.butcher/schema/schema.json` in the source
distribution of aiogram 3.31.0, under the licence beside it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SCHEMA = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
METHODS, TYPES = SCHEMA["methods"], SCHEMA["types"]
BY_LOWER = {name.lower(): name for name in METHODS}
PLAIN: dict[str, Any] = {
    "String": str,
    "Integer": int,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
}


def problems(method, params, files=frozenset()):
    """What Telegram's documents say against this request, a line each. Values are JSON's own.

    `files`: the names of the parts with files; what `attach://` names may be called anything.
    """
    name = BY_LOWER.get(method.lower())
    if name is None:
        return [f"{method}: no method of the Bot API {SCHEMA['version']}"]
    attached = set(re.findall(r"attach://([\w-]+)", json.dumps(params)))
    given = params | dict.fromkeys(files - attached, "attach://file")
    return against_fields(name, METHODS[name], given)


def against_fields(path, known, given):
    """Required ones that are missing, ones that do not exist, and values of another type."""
    found = [f"{path}: {name} is required" for name in required(known) if given.get(name) is None]
    for name, value in given.items():
        if name not in known:
            found.append(f"{path}: there is no {name}")
        else:
            found += against_type(f"{path}.{name}", known[name], value)
    return found


def required(known):
    return [name for name, each in known.items() if each.get("required")]


def against_type(path, known, value):
    """What the nearest of the types that are allowed has against the value."""
    tried = [_one(path, each, known, value) for each in alternatives(known["type"])]
    return min(tried, key=len)


def alternatives(kind):
    if kind.startswith("Array of "):
        return [kind]
    return [each.strip() for each in re.split(r" or |, | and ", kind)]


def _one(path, kind, known, value):
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path}: not a list"]
        inner = {"type": kind.removeprefix("Array of ")}
        return [
            line for n, one in enumerate(value) for line in against_type(f"{path}[{n}]", inner, one)
        ]
    if kind in PLAIN:
        return _plain(path, kind, known, value)
    if kind == "InputFile":
        return [] if str(value).startswith("attach://") else [f"{path}: not a file"]
    return _object(path, kind, value)


def _plain(path, kind, known, value):
    is_bool = PLAIN[kind] is bool
    if not isinstance(value, PLAIN[kind]) or isinstance(value, bool) is not is_bool:
        return [f"{path}: not of the type {kind}"]
    if value != known.get("constant", value):
        return [f"{path}: not “{known['constant']}”"]
    if kind != "String" or "length" not in known:
        return []
    least, most, unit = known["length"]
    length = len(value.encode()) if unit == "bytes" else len(value.encode("utf-16-le")) // 2
    return [] if least <= length <= most else [f"{path}: {length} {unit}, not {least} to {most}"]


def _object(path, kind, value):
    if kind not in TYPES:
        return [f"{path}: of the type {kind}, which the schema does not know"]
    if not TYPES[kind]:  # one of several, which begin with its name
        return min((_object(path, name, value) for name in _members(kind, value)), key=len)
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    found = against_fields(f"{path}({kind})", TYPES[kind], value)
    if kind == "InlineKeyboardButton" and len((value.keys() & TYPES[kind].keys()) - LOOKS) != 1:
        found.append(f"{path}: a button does one thing")
    return found


def _members(kind, value):
    """The types that may be meant: the one that says it is this one, or else all."""
    several = [name for name in TYPES if name.startswith(kind) and TYPES[name]]
    said = value.get("type") if isinstance(value, dict) else None
    meant = [name for name in several if TYPES[name].get("type", {}).get("constant") == said]
    return (said and meant) or several


LOOKS = {"text", "style", "icon_custom_emoji_id"}
