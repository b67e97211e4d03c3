"""The command line: parses, calls, prints. Imports what a command needs only when it runs."""

import click

from bot import __version__
from bot.cli.audit import audit
from bot.cli.backup import backup, restore
from bot.cli.balance import balance
from bot.cli.chats import chat
from bot.cli.check import check
from bot.cli.health import health
from bot.cli.keys import key
from bot.cli.registers import register
from bot.cli.run import demo, run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="crystalpay-bot")
def main() -> None:
    """Exact balances of CrystalPAY registers, in Telegram and here.

    Settings come from the environment and from .env; docs/settings.md lists them.
    Try it without any account: crystalpay-bot demo
    """


for command in (run, demo, balance, register, chat, audit, backup, restore, key, check, health):
    main.add_command(command)
