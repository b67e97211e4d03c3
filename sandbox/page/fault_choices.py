"""The faults that a visitor of the chat page can choose for a register, by name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sandbox.crystalpay.answers import TOO_MANY, WRONG_KEYS, failure
from sandbox.faults import Fault

NO_FAULT = "works"
PHP_ERROR = (
    "<br />\n<b>Fatal error</b>:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused"
    " in /var/www/v3/index.php:42\n"
)


def _refusal(reason: str, status: int = 200) -> Fault:
    return Fault(status=status, body=json.dumps(failure(reason)))


FAULTS: Mapping[str, Fault | None] = {
    NO_FAULT: None,
    "keys": _refusal(WRONG_KEYS),
    "slow": _refusal(TOO_MANY.format(limit=5), status=429),
    "gateway": Fault(status=502),
    "broken": Fault(body=PHP_ERROR),
    "silent": Fault(silence=True),
    "dropped": Fault(drop=True),
}
