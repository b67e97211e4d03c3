"""The Bot API's methods by name; whoever calls them turns results and refusals into HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sandbox.telegram.arguments import Arguments
from sandbox.telegram.methods import editing, information, polling, sending
from sandbox.telegram.world import World

Method = Callable[[World, Arguments], Any | Awaitable[Any]]

# Names are compared without case, as the real server does.
METHODS: Mapping[str, Method] = {
    name.lower(): method
    for table in (polling.METHODS, sending.METHODS, editing.METHODS, information.METHODS)
    for name, method in table.items()
}
