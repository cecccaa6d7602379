"""The arguments of the commands, their help and their mistakes, in the user's language.

The convention that bites: a mistake raises `WrongUse` with a code like everything else, and help is raised
as a value too, so that all writing stays in one place and all of it in UTF-8.
"""

from __future__ import annotations

import argparse
import locale as system_locale
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from riskgraph import __version__
from riskgraph.acting_arguments import ACTING
from riskgraph.errors import WrongUse
from riskgraph.text import LOCALES, t

PROGRAM = "python -m riskgraph"
FORMS = ("short", "full", "own")
STORE_ACTIONS = ("path", "backup", "restore")
SCHEMAS = ("assessment", "read", "check", "map", "whatif")
DEFAULT_TOP = 20
DEFAULT_SEED = 2014
MOST_PATHS = 1_000_000
MOST_CHANNELS = 10_000_000
DEFAULT_RUNS = 7
Add = Callable[..., None]
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
# What argparse says in English, and our code for it; its groups fill the fields named.
_MISTAKES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"the following arguments are required: (.*)", "use.missing", ("names",)),
    (r"unrecognized arguments: (.*)", "use.unknown_argument", ("names",)),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", "use.invalid_choice", ("name", "value", "choices")),
    (r"argument (.*?): expected .*argument.*", "use.value_missing", ("name",)),
)


class HelpAsked(Exception):
    """Raised where help or the version was asked for; `text` is what to print."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


class _Help(argparse.Action):
    """Hands the help over instead of printing it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        raise HelpAsked(parser.format_help())


class _Formatter(argparse.HelpFormatter):
    """Lays out the help; `usage_word` is the user's word for usage."""

    usage_word = ""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin with the usage in the user's language."""
        super().add_usage(usage, actions, groups, prefix if prefix is not None else self.usage_word)


class _Version(argparse.Action):
    """Hands the version over instead of printing it."""

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise HelpAsked(f"riskgraph {__version__}\n")


class _Parser(argparse.ArgumentParser):
    """A parser that raises `WrongUse` instead of printing in English and leaving."""

    def error(self, message: str) -> NoReturn:
        for pattern, code, names in _MISTAKES:
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                raise WrongUse(code, {n: g.replace("'", "") for n, g in zip(names, match.groups(), strict=True)})
        raise WrongUse("use.not_understood", {"detail": message})


def locale_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language asked for, else that of the environment, else Japanese."""
    for i, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang":
            value = arguments[i + 1] if i + 1 < len(arguments) else ""
        if value in LOCALES:
            return value
    named = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    named = named or system_locale.getlocale()[0] or ""
    language = re.split(r"[._@-]", named)[0].lower()
    return "ja" if language in ("", "c", "posix", "ja", "japanese") else "en"


def parsed(arguments: Sequence[str], locale: str) -> argparse.Namespace:
    """Return the options of one command.

    Raises
    ------
    WrongUse
        For anything missing, unknown or not readable.
    HelpAsked
        Where help or the version was asked for.
    """
    options = _parser(locale).parse_args(list(arguments))
    options.locale = getattr(options, "lang", None) or locale
    options.out = getattr(options, "out", None)
    options.passwords = None  # read from standard input where they are asked for
    return options


def _parser(locale: str) -> argparse.ArgumentParser:
    parser, add_general = _new(_Parser, locale, prog=PROGRAM, description=t(locale, "cli.description"))
    add_general("--version", "version", action=_Version, nargs=0)
    add_general("--lang", "lang", choices=LOCALES)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title=t(locale, "cli.commands"))
    for name, fill in (_COMMANDS | ACTING).items():
        told = t(locale, f"cli.command.{name}")
        _, add = _new(commands.add_parser, locale, name=name, help=told, description=told)
        fill(add)
        add("--lang", "lang", choices=LOCALES)
    return parser


def _new(make: Callable[..., Any], locale: str, **settings: Any) -> tuple[argparse.ArgumentParser, Add]:
    """Return a parser whose own words are in the user's language too, and what adds an argument to it."""
    formatter = type("_Worded", (_Formatter,), {"usage_word": t(locale, "cli.usage")})
    parser: argparse.ArgumentParser = make(**settings, add_help=False, allow_abbrev=False, formatter_class=formatter)
    # Groups of our own, because the headings of argparse's groups are English.
    needed = parser.add_argument_group(t(locale, "cli.arguments"))
    options = parser.add_argument_group(t(locale, "cli.options"))

    def add(name: str, told: str, *, also: tuple[str, ...] = (), **rest: Any) -> None:
        group = options if name.startswith("-") else needed
        group.add_argument(name, *also, help=t(locale, f"cli.help.{told}"), **rest)

    options.add_argument("-h", "--help", action=_Help, nargs=0, help=t(locale, "cli.help.help"))
    return parser, add


def _assess(add: Add) -> None:
    add("register", "assess.register", nargs="*", metavar="REGISTER")
    _add_store(add)
    add("--answers", "assess.answers", nargs="+", action="extend", default=[], metavar="PATH")
    _add_returned(add)
    add("--as-of", "as_of", type=a_date, metavar="DATE")
    add("--top", "assess.top", type=a_whole("--top", MOST_PATHS), default=DEFAULT_TOP, metavar="K")
    add("--asset", "assess.asset", metavar="ID")
    add("--parameters", "assess.parameters", metavar="FILE")
    add("--appetite", "assess.appetite", type=an_amount, metavar="YEN")
    add("--write-back", "assess.write_back", metavar="FILE")
    add("--seed", "assess.seed", type=a_whole("--seed", 2**63 - 1), default=DEFAULT_SEED, metavar="N")
    _add_output(add)


def _calibrate(add: Add) -> None:
    add("register", "assess.register", nargs="*", metavar="REGISTER")
    _add_store(add)
    add("--incidents", "calibrate.incidents", required=True, metavar="FILE")
    add("--answers", "assess.answers", nargs="+", action="extend", default=[], metavar="PATH")
    _add_returned(add)
    add("--as-of", "as_of", type=a_date, metavar="DATE")
    add("--parameters", "assess.parameters", metavar="FILE")
    add("--format", "format", choices=("table", "json"), default="table")
    # Not the place of the result, which is printed beside it.
    add("--out", "calibrate.out", dest="parameters_out", metavar="FILE")


def _check(add: Add) -> None:
    add("files", "check.files", nargs="+", metavar="FILE")
    _add_returned(add)
    add("--as-of", "as_of", type=a_date, metavar="DATE")
    _add_output(add)


def _read(add: Add) -> None:
    add("files", "read.files", nargs="+", metavar="FILE")
    _add_returned(add)
    _add_output(add)


def _map(add: Add) -> None:
    add("file", "form_map.file", metavar="FILE")
    _add_returned(add, maps="form_map.earlier")
    add("--out", "form_map.out", also=("-o",), metavar="FILE")


def _return(add: Add) -> None:
    add("file", "return.file", metavar="FILE")
    _add_returned(add)
    add("--out", "return.out", required=True, metavar="FILE")


def _template(add: Add) -> None:
    add("kind", "template.kind", choices=("register", "questionnaire"))
    add("--form", "template.form", choices=FORMS, default=FORMS[0])
    add("--register", "template.register", nargs="+", action="extend", default=[], metavar="REGISTER")
    _add_store(add)
    add("--party", "template.party", metavar="ID")
    add("--out", "template.out", required=True, metavar="FILE")


def _store(add: Add) -> None:
    add("action", "kept.action", choices=STORE_ACTIONS)
    add("file", "kept.file", nargs="?", metavar="FILE")
    add("--store", "kept.place", metavar="PATH")


def _schema(add: Add) -> None:
    add("name", "schema.name", choices=SCHEMAS)
    add("--out", "out", metavar="FILE")


def _bench(add: Add) -> None:
    add("--size", "bench.size", type=a_whole("--size", MOST_CHANNELS), metavar="N")
    add("--quick", "bench.quick", action="store_true")
    add("--chains", "bench.chains", metavar="FILE")
    add("--runs", "bench.runs", type=a_whole("--runs", 99), default=DEFAULT_RUNS, metavar="N")
    _add_output(add)


def _add_store(add: Add) -> None:
    add("--store", "kept.instead", nargs="?", const="", metavar="PATH")
    add("--register-id", "kept.register_id", metavar="ID")


def _add_returned(add: Add, *, maps: str = "map") -> None:
    add("--map", maps, nargs="+", action="extend", default=[], metavar="FILE")
    # Never on the command line itself, which every user of the machine can see.
    add("--password-stdin", "password_stdin", action="store_true")


def _add_output(add: Add) -> None:
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "out", metavar="FILE")


_COMMANDS: dict[str, Callable[[Add], None]] = {
    "assess": _assess,
    "calibrate": _calibrate,
    "check": _check,
    "read": _read,
    "map": _map,
    "return": _return,
    "template": _template,
    "store": _store,
    "schema": _schema,
    "bench": _bench,
}


def check_source(options: argparse.Namespace) -> None:
    """See that a command was given either files or the store, and nothing that goes with the other only.

    Raises
    ------
    WrongUse
        ``use.missing``, ``use.store_or_register``, ``use.not_with_store`` or ``use.only_with_store``.
    """
    if options.store is None:
        if options.register_id is not None:
            raise WrongUse("use.only_with_store", {"name": "--register-id"})
        if not options.register:
            raise WrongUse("use.missing", {"names": "REGISTER"})
        return
    if options.register:
        raise WrongUse("use.store_or_register")
    for name in ("answers", "map", "write_back"):
        if getattr(options, name, None):
            raise WrongUse("use.not_with_store", {"name": f"--{name.replace('_', '-')}"})


def a_date(text: str) -> date:
    """Return a date written as 2025-04-01, 2025/4/1 or 2025.4.1."""
    match = _DATE.fullmatch(text.strip())
    try:
        year, month, day = (int(part) for part in match.groups()) if match else (0, 0, 0)
        return date(year, month, day)
    except ValueError as error:
        raise WrongUse("use.not_a_date", {"value": text}) from error


def an_amount(text: str) -> float:
    """Return an amount of yen above zero; commas between digits are allowed."""
    try:
        amount = float(text.replace(",", "").strip())
    except ValueError:
        amount = math.nan
    if not (math.isfinite(amount) and amount > 0):
        raise WrongUse("use.not_an_amount", {"value": text})
    return amount


def a_whole(name: str, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from 0 to `most`; `name` is the option that a mistake names."""

    def read(text: str) -> int:
        # No number that fits is longer, and a very long one takes Python long to read.
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
            raise WrongUse("use.not_a_number", {"name": name, "value": text, "most": most})
        return int(text)

    return read
