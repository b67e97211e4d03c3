"""The files in the bot's requests: new ones are checked and kept, known ones found again."""

from __future__ import annotations

from sandbox.telegram.arguments import Arguments, SentFile
from sandbox.telegram.messages import Upload
from sandbox.telegram.pictures import check_picture
from sandbox.telegram.refusals import Refusal, bad
from sandbox.telegram.world import World

ATTACHED = "attach://"
MAX_BYTES = 50 * 1024**2


def uploaded(world: World, given: Arguments, name: str, kind: str, missing: str) -> Upload:
    """The photo or document (`kind`) that the parameter or the part `name` gives.

    `missing`: what to say if there is neither.
    """
    value = given.text(name)
    attached = value.startswith(ATTACHED)
    part = given.files.get(value.removeprefix(ATTACHED) if attached else name)
    if part is not None:
        return _stored(world, part, kind)
    if not value or attached:
        raise bad(missing)
    return _known(world, value, kind)


def _known(world: World, identifier: str, kind: str) -> Upload:
    upload = world.uploads.get(identifier)
    if upload is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if upload.kind != kind:
        raise bad(f"can't use file of type {upload.kind.title()} as {kind.title()}")
    return upload


def _stored(world: World, part: SentFile, kind: str) -> Upload:
    if not part.content:
        raise bad("file must be non-empty")
    if len(part.content) > MAX_BYTES:
        raise Refusal(413)
    if kind == "photo":
        check_picture(part.content)
    identifier = f"SANDBOX{len(world.uploads) + 1:016d}"
    upload = Upload(identifier, part.name, part.mime, part.content, kind)
    world.uploads[upload.id] = upload
    return upload
