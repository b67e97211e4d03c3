"""The command line: all commands. Each imports what it needs only when it runs."""

import click

from bot import __version__
from bot.cli.audit import audit
from bot.cli.backup import backup, restore
from bot.cli.balance import balance
from bot.cli.chats import chat
from bot.cli.check import check
from bot.cli.claim import claim
from bot.cli.encryption_key import key
from bot.cli.export import export
from bot.cli.health import health
from bot.cli.history import history
from bot.cli.registers import register
from bot.cli.run import demo, run
from bot.cli.total import total


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="crystalpay-bot")
def main() -> None:
    """Show exact balances of CrystalPAY registers in Telegram and in the terminal.

    Settings are read from the environment and from the file .env;
    docs/settings.md lists them.

    Try it without an account: crystalpay-bot demo
    """


COMMANDS = (
    *(run, demo, claim, balance, total, register, chat),
    *(history, export),
    *(audit, backup, restore, key, check, health),
)

for command in COMMANDS:
    main.add_command(command)
