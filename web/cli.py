"""The command `bms`: what it can do, and how what goes wrong is said."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module

import click

from scheduler.errors import NoPlanExists, NoPlanInTime, SchedulerError, TooLarge, UnusableInput
from scheduler.instance.memory import cap_memory
from scheduler.solvers.child_process import HIGHS, prepare_child
from web.core.signals import end_on_signals

COMMANDS = {
    "solve": "Plan an event, as well as can be proven in the time given.",
    "check": "Check a plan against its problem, independently of the planner.",
    "diff": "Tell what a new plan cancels, moves and adds, person by person.",
    "whatif": "Tell what a change of the event would do to its best plan.",
    "fairness": "Tell how fairly a plan serves people.",
    "convert": "Make a problem file of a folder of CSV files, a workbook or a B2BSOP instance.",
    "agendas": "Write one calendar file (.ics) a participant.",
    "report": "Write a plan as one page to read.",
    "demo": "Plan and publish the demo event, show what comes out, and serve the web app with it.",
    "serve": "Serve the web app until Ctrl-C.",
    "worker": "Carry out planning runs and send mail, until Ctrl-C.",
    "organiser": "Say who may create events.",
    "db": "Bring the database to the form that this version needs.",
}
UNUSABLE, IMPOSSIBLE, UNDECIDED, DEFECT, INTERRUPTED, PIPE_CLOSED = 2, 3, 4, 70, 130, 141


class Commands(click.Group):
    """Imports a command when it is called, so that help and small commands wait for no solver."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"web.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(package_name="buyer-meets-supplier", message="%(prog)s %(version)s")
def commands() -> None:
    """Plan who meets whom, when and where, and prove how good the plan is.

    Exit codes: 0 done, 1 the plan has violations (check), 2 unusable input, 3 proven that no plan exists,
    4 no plan in the time given, 70 a defect of this program.
    """


def main() -> None:
    """Run the command line of this process and exit; a signal leaves nothing half done behind."""
    end_on_signals()
    if sys.argv[1:2] == ["solve"]:
        cap_memory()
        prepare_child(HIGHS)
    # The processor time so far is about what it took to get here, which belongs to the command's time too.
    sys.exit(run(sys.argv[1:], time.monotonic() - time.process_time()))


def run(arguments: Sequence[str], started: float | None = None) -> int:
    """Carry out one command line.

    Parameters
    ----------
    started
        Monotonic time from which `--seconds` counts; by default now.

    Returns
    -------
    int
        The exit code, see ``bms --help``.
    """
    return carry_out(commands, arguments, "bms", time.monotonic() if started is None else started)


def carry_out(command: click.Command, arguments: Sequence[str], name: str, began: float) -> int:
    """Carry out a command and say what goes wrong as all commands do; parameters and result are those of `run`."""
    try:
        return command.main(list(arguments), prog_name=name, standalone_mode=False, obj=began) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        return _tell(["interrupted"], INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        return _tell(*explain(error))


def explain(error: Exception) -> tuple[list[str], int]:
    """What to tell of an error, one message a problem, and the exit code that goes with it."""
    match error:
        case UnusableInput():
            return [f"{error.file}: {fault}" for fault in error.faults], UNUSABLE
        case NoPlanExists():
            return [str(error)], IMPOSSIBLE
        case NoPlanInTime():
            return [str(error)], UNDECIDED
        case TooLarge():
            return [str(error)], UNUSABLE
        case MemoryError():
            return ["there is not enough memory for an event of this size; give its requests fewer slots or places"], UNUSABLE
        case click.UsageError():
            hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
            return [error.format_message().rstrip(".") + hint], UNUSABLE
        case click.ClickException():
            return [error.format_message()], UNUSABLE
        case OSError():
            return [f"{error.filename}: {error.strerror}" if error.filename else str(error)], UNUSABLE
        case SchedulerError():
            return [f"{error}\nThis is a defect of this program; please report it with the problem file."], DEFECT
        case _:
            if os.environ.get("BMS_TRACEBACK"):
                raise error
            return [
                f"{type(error).__name__}: {error}\n"
                "This is a defect of this program; please report it with what BMS_TRACEBACK=1 in the environment shows."
            ], DEFECT


def _tell(messages: Sequence[str], code: int) -> int:
    for message in messages:
        click.echo(f"bms: {message}", err=True)
    return code
