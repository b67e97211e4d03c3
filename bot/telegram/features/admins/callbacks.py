"""What the buttons of /admins carry."""

from bot.telegram.ui.callbacks import GrownPress, Number, Page


class AdminPress(GrownPress, prefix="adm"):
    """The buttons of /admins. `action`: list, link, ask (to remove), remove."""

    action: str
    user_id: Number = 0
    page: Page = 0
