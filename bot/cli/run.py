"""`crystalpay-bot run` and `demo`: the bot itself, and a world to try it in."""

import asyncio

import click

from bot.cli.runner import report_errors, settings


@click.command()
def run() -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    from bot.app import run_bot
    from bot.logs import set_up_logging

    chosen = settings()
    set_up_logging(chosen.log_level, chosen.log_format)
    with report_errors():
        asyncio.run(run_bot(chosen))


@click.command()
@click.option("--port", default=8080, show_default=True, help="Where the chat page is served.")
@click.option("--ask", metavar="TEXT", help="Send one message, print the answer and end.")
@click.option("--language", default="en", show_default=True, help="The asker's language.")
def demo(port: int, ask: str | None, language: str) -> None:
    """Try the bot without any account: a chat page on this machine.

    The bot is the real one; Telegram and CrystalPAY are played by a sandbox.
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
