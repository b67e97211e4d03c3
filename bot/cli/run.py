"""`crystalpay-bot run` and `demo`: the bot itself, and a simulation to try it in."""

import asyncio

import click

from bot.cli.languages import LanguageCode
from bot.cli.runner import report_errors, settings


@click.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM.

    As long as the bot has no admin, it prints a link for the first one when it
    starts; `crystalpay-bot claim` makes a new link.
    """
    from bot.app import run_bot
    from bot.logs import set_up_logging

    chosen = settings()
    set_up_logging(chosen.log_level, chosen.log_format)
    with report_errors():
        asyncio.run(run_bot(chosen))


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port of the chat page; 0 for any free port.",
)
@click.option("--ask", metavar="TEXT", help="Send one message, print the answer and exit.")
@click.option(
    "--language",
    type=LanguageCode(),
    default="en",
    show_default=True,
    help="Language of the simulated users, such as en or ru.",
)
def demo(port: int, ask: str | None, language: str) -> None:
    """Try the bot without an account.

    Serves a chat page on this machine until Ctrl-C. The bot is the real one;
    Telegram and CrystalPAY are simulated. Nothing is kept.

    \b
    Examples:
      crystalpay-bot demo
      crystalpay-bot demo --ask "/balance Market"
    """
    from bot.demo import PortTaken, ask_demo, run_demo
    from bot.logs import set_up_logging

    set_up_logging("WARNING", "text")
    with report_errors():
        if ask:
            click.echo(asyncio.run(ask_demo(ask, language)))
            return
        try:
            asyncio.run(run_demo(port, language, announce=click.echo))
        except PortTaken as error:
            raise click.ClickException(f"port {port}: {error}") from None
