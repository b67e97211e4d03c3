"""Makes schema.json of the schema that aiogram's source distribution carries.

    python reduce.py .butcher/schema/schema.json > schema.json

Of each parameter and field it keeps the type, that it is required, the one value that its
description allows and the length in characters or bytes; the descriptions themselves go.
"""

import json
import re
import sys
from pathlib import Path

CONSTANT = re.compile(r"(?:[Mm]ust be|[Aa]lways) (?:[“\"]([^”\"]+)[”\"]|([a-z_]+)\b)")
LENGTH = re.compile(r"(\d+)\s*-\s*(\d+) (characters|bytes)(?! after entities)")
SAID_TO_BE_ONE = {"type", "source", "status"}


def described(annotation):
    kept = {"type": annotation["type"]}
    if annotation["required"]:
        kept["required"] = True
    constant = CONSTANT.search(annotation["description"])
    if constant and annotation["name"] in SAID_TO_BE_ONE:
        kept["constant"] = constant[1] or constant[2]
    length = LENGTH.search(annotation["description"])
    if length and annotation["type"] == "String":
        kept["length"] = [int(length[1]), int(length[2]), length[3]]
    return kept


def reduced(schema, is_kind):
    named = {each["name"]: each for section in schema["items"] for each in section["children"]}
    return {
        name: {one["name"]: described(one) for one in each["annotations"]}
        for name, each in sorted(named.items())
        if is_kind(name[0])
    }


def lines(table):
    """An entry a line, so that the next version's differences can be read."""
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(each)}" for name, each in table.items())


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write(
        f'{{"version": "{read["api"]["version"]}", "released": "{read["api"]["release_date"]}",\n'
        f'"methods": {{\n{lines(reduced(read, str.islower))}\n}},\n'
        f'"types": {{\n{lines(reduced(read, str.isupper))}\n}}}}\n'
    )
