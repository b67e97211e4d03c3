"""What each CrystalPAY method answers for a register; it reads and writes no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.crystalpay.registers import Register

Json = dict[str, Any]
WRONG_KEYS = "Invalid auth credentials"
TOO_MANY = "Too many requests, limit is {limit} per second"


class Denied(Exception):
    """CrystalPAY's own refusal: HTTP 200 with the reasons in `errors`."""


def authenticated(registers: Mapping[str, Register], body: Json) -> Register:
    """The register whose keys a request carries; raises Denied for missing or wrong ones."""
    missing = [name for name in ("auth_login", "auth_secret") if not body.get(name)]
    if missing:
        raise Denied(*(f"`{name}` field is required" for name in missing))
    register = registers.get(str(body["auth_login"]))
    if register is None or register.secret != body["auth_secret"]:
        raise Denied(WRONG_KEYS)
    return register


def success(answer: Json) -> Json:
    return {"error": False, "errors": [], **answer}


def failure(*errors: str) -> Json:
    return {"error": True, "errors": list(errors)}


def _balance_list(register: Register, body: Json) -> Json:
    hide = bool(body.get("hide_empty", False))
    items = {
        key: balance.as_json()
        for key, balance in register.balances.items()
        if not (hide and balance.empty)
    }
    # PHP writes an empty array as a list, not as an object.
    return {"items": items or []}


def _balance_get(register: Register, body: Json) -> Json:
    method = body.get("method")
    if not method:
        raise Denied("`method` field is required")
    if method not in register.balances:
        raise Denied("Method not found")
    return {"method": method, **register.balances[str(method)].as_json()}


def _me_info(register: Register, body: Json) -> Json:
    return register.info()


ANSWERS: Mapping[str, Callable[[Register, Json], Json]] = {
    "/v3/balance/list/": _balance_list,
    "/v3/balance/get/": _balance_get,
    "/v3/me/info/": _me_info,
}
