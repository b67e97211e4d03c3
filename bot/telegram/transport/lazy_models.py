"""Imports aiogram so that each of its pydantic models is built when it is first used.

aiogram 3.31 builds some 640 models at import: seconds of CPU and 100 MB, of which a bot like this
one needs a dozen. pydantic can postpone the building of a model (`defer_build`), and aiogram asks
for that, but then builds them all in a loop. Here that loop only leaves its names behind, and
the models find them when they are first used. Nothing else about a model changes; a test compares
every type with how it is without this module. DEFER_MODELS=false turns it off.
"""

import importlib
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel

log = logging.getLogger(__name__)

TESTED_VERSIONS = {"aiogram": "3.31.", "pydantic": "2.13."}
"""What this was tried with. Any other version is imported as it comes, and the log says so."""

UNKNOWN_VERSION = (
    "This bot was not tried with %s, so aiogram's models are all built at the start: that takes "
    "about three times as long and twice the memory. Everything else is as ever."
)


def import_aiogram(*, defer: bool = True) -> bool:
    """Import aiogram before anything else does; whether its models were deferred."""
    unknown = [
        f"{name} {version(name)}"
        for name, v in TESTED_VERSIONS.items()
        if not version(name).startswith(v)
    ]
    if defer and unknown:
        log.warning(UNKNOWN_VERSION, " and ".join(unknown))
    if not defer or unknown or "aiogram" in sys.modules:
        importlib.import_module("aiogram")
        return False
    names: dict[str, Any] = {}
    with _building_nothing(names):
        importlib.import_module("aiogram")
    _build_at_first_use(names)
    return True


@contextmanager
def _building_nothing(names: dict[str, Any]) -> Iterator[None]:
    """Models that are defined here are not built; `names`: what aiogram builds its types with."""
    from pydantic._internal._config import config_defaults

    rebuild = BaseModel.__dict__["model_rebuild"]

    def remember(_: type[BaseModel], /, **how: Any) -> None:
        names.update(how.get("_types_namespace") or {})

    config_defaults["defer_build"] = True
    BaseModel.model_rebuild = classmethod(remember)  # type: ignore[method-assign,assignment]  # for the import only
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]  # put back
        config_defaults["defer_build"] = False


def _build_at_first_use(names: dict[str, Any]) -> None:
    """pydantic calls `model_rebuild` at the first use of a model; it needs aiogram's names then."""
    from aiogram.methods.base import Response, TelegramMethod
    from aiogram.types.base import TelegramObject

    rebuild = BaseModel.__dict__["model_rebuild"].__func__

    def with_names(model: type[BaseModel], /, **how: Any) -> bool | None:
        built: bool | None = rebuild(model, **{"_types_namespace": names, **how})
        return built

    for base in (TelegramObject, TelegramMethod, Response):
        base.model_rebuild = classmethod(with_names)  # type: ignore[method-assign,assignment]  # with its names
