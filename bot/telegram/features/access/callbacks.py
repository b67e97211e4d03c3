"""What the buttons of /access carry."""

from bot.telegram.ui.callbacks import GrownPress, Number, Page


class AccessPress(GrownPress, prefix="acc"):
    """The buttons of /access. `action`: list, open, give, take, ask (to remove), remove.

    `register_id` 0: all registers. A page of the list begins `skip` chats before the chat
    `chat_id` (0: with the first one) and is called `page`; each of its chats knows the way back
    to it. `registers`: the page of registers that a chat shows.
    """

    action: str
    chat_id: Number = 0
    register_id: Number = 0
    page: Page = 0
    skip: Page = 0
    registers: Page = 0
