"""The command line: ``python -m riskgraph COMMAND``; proof that no screen is needed.

The convention that bites: results go to standard output (or ``--out``) in UTF-8, everything else to standard
error; the exit status is 0 for done, 1 for input with errors, 2 for a wrong call. No traceback is ever shown.
"""

from __future__ import annotations

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence

from riskgraph.arguments import HelpAsked, locale_of, parsed
from riskgraph.errors import RiskgraphError, WrongUse
from riskgraph.report.plain import padded, plain
from riskgraph.report.problem_text import error_said
from riskgraph.text import t

DONE, FAILED, CALLED_WRONGLY = 0, 1, 2
_MANY = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    locale = locale_of(given, os.environ)
    try:
        return _run(parsed(given, locale))
    except HelpAsked as asked:
        _hand_over(asked.text.encode("utf-8"))
        return DONE
    except RiskgraphError as error:
        _say(t(locale, "cli.sentence", **dict(zip(("message", "mend"), error_said(error, locale), strict=True))))
        return CALLED_WRONGLY if isinstance(error, WrongUse) else FAILED
    except KeyboardInterrupt:
        _say(t(locale, "cli.interrupted"))
        return FAILED
    except BrokenPipeError:
        return _quietly()
    except Exception as error:  # the last line of defence: a traceback would help nobody who reads it
        if os.environ.get("RISKGRAPH_DEBUG") == "1":
            traceback.print_exc()
        _say(t(locale, "cli.unexpected", kind=type(error).__name__))
        return FAILED


def _run(options: Namespace) -> int:
    """Run the command and hand its result over."""
    # Not before the arguments are understood: loading the numerical libraries takes a second.
    from riskgraph.commands import COMMANDS
    from riskgraph.files import write_whole

    options.tell = _progress if sys.stderr.isatty() else None
    outcome = COMMANDS[options.command](options)
    content = outcome.result.encode("utf-8", "replace") if isinstance(outcome.result, str) else outcome.result
    if content and options.out is not None:
        write_whole(options.out, content)
    else:
        _hand_over(content)
    for message in outcome.messages:
        _say(message)
    return outcome.status


def _hand_over(content: bytes) -> None:
    """Write a result to standard output as it is, whatever encoding the terminal is set to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _progress(done: int, count: int, name: str) -> None:
    """Show how far the reading of many files is, on one line that is written over."""
    if count < _MANY:
        return
    text = f"{done}/{count} {plain(name, longest=50)}"
    print(f"\r{padded(text, 72)}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def _quietly() -> int:
    """Leave without a word where whoever read the output has gone, as in ``| head``."""
    # Python flushes standard output on leaving and would complain once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
