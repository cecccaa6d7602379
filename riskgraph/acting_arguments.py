"""The arguments of the commands that go from a risk to what is done about it; each scores a register first.

The convention that bites: a command is listed in `ACTING` once it works.
"""

from __future__ import annotations

from collections.abc import Callable

Add = Callable[..., None]


def add_scored(add: Add) -> None:
    """Add the options of every command that scores a register: files or the store, answers, day, parameters."""
    # Not at the top: the arguments of all commands import this module.
    from riskgraph.arguments import a_date, an_amount

    add("register", "assess.register", nargs="*", metavar="REGISTER")
    add("--store", "kept.instead", nargs="?", const="", metavar="PATH")
    add("--register-id", "kept.register_id", metavar="ID")
    add("--answers", "assess.answers", nargs="+", action="extend", default=[], metavar="PATH")
    add("--map", "map", nargs="+", action="extend", default=[], metavar="FILE")
    # Never on the command line itself, which every user of the machine can see.
    add("--password-stdin", "password_stdin", action="store_true")
    add("--as-of", "as_of", type=a_date, metavar="DATE")
    add("--parameters", "assess.parameters", metavar="FILE")
    add("--appetite", "assess.appetite", type=an_amount, metavar="YEN")


def _export(add: Add) -> None:
    add_scored(add)
    add("--to", "export.to", choices=("dora",), default="dora")
    add("--format", "format", choices=("table", "json"), default="table")
    # Not the place of what is printed: that says what the file holds.
    add("--out", "export.file", dest="file", metavar="FILE")


def _import(add: Add) -> None:
    add("file", "import.file", metavar="FILE")
    add("--from", "import.from", dest="source_kind", choices=("dora",), default="dora")
    add("--owner", "import.owner", default="", metavar="NAME")
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "import.out", dest="register_out", metavar="FILE")


def _whatif(add: Add) -> None:
    add_scored(add)
    for name, metavar in _CHANGES.items():
        add(f"--{name}", f"whatif.{name}", nargs="+", action="extend", default=[], metavar=metavar)
    _add_top(add)
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "out", metavar="FILE")


def _add_top(add: Add) -> None:
    from riskgraph.arguments import DEFAULT_TOP, MOST_PATHS, a_whole

    add("--top", "whatif.top", type=a_whole("--top", MOST_PATHS), default=DEFAULT_TOP, metavar="K")


_CHANGES = {
    "set": "PARTY:CONTROL=ANSWER",
    "edit": "SHEET:ID:COLUMN=VALUE",
    "drop": "ENGAGEMENT",
    "move": "ENGAGEMENT=PARTY",
    "inhouse": "ENGAGEMENT",
    "add": "FILE",
}


def _plan(add: Add) -> None:
    from riskgraph.arguments import a_whole, an_amount

    def a_limit(text: str) -> float:
        return 0.0 if text.strip() == "0" else an_amount(text)

    add_scored(add)
    for aim in ("budget", "paths", "total", "tail"):
        add(f"--{aim}", f"plan.{aim}", type=a_limit, metavar="YEN")
    add("--years", "plan.years", type=an_amount, metavar="N")
    add("--costs", "plan.costs", metavar="FILE")
    add("--costs-out", "plan.costs_out", metavar="FILE")
    add("--force", "plan.force", nargs="+", action="extend", default=[], metavar="MEASURE")
    add("--exclude", "plan.exclude", nargs="+", action="extend", default=[], metavar="MEASURE")
    add("--alternatives", "plan.alternatives", type=a_whole("--alternatives", 20), default=2, metavar="N")
    add("--seconds", "plan.seconds", type=a_whole("--seconds", 3600), default=20, metavar="SECONDS")
    add("--format", "format", choices=("table", "json"), default="table")


def _ask(add: Add) -> None:
    from riskgraph.arguments import DEFAULT_TOP, MOST_PATHS, a_whole

    add_scored(add)
    add("--top", "ask.top", type=a_whole("--top", MOST_PATHS), default=DEFAULT_TOP, metavar="K")
    add("--costs", "ask.costs", metavar="FILE")
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "out", metavar="FILE")


def _compare(add: Add) -> None:
    from riskgraph.arguments import a_date

    add("old", "compare.old", metavar="OLD")
    add("new", "compare.new", metavar="NEW")
    for side, name in (("old", "-old"), ("new", "")):
        add(f"--answers{name}", f"compare.answers.{side}", dest=f"answers_{side}", nargs="+", action="extend",
            default=[], metavar="PATH")  # fmt: skip
        add(f"--as-of{name}", f"compare.as_of.{side}", dest=f"as_of_{side}", type=a_date, metavar="DATE")
        add(f"--parameters{name}", f"compare.parameters.{side}", dest=f"parameters_{side}", metavar="FILE")
    add("--map", "map", nargs="+", action="extend", default=[], metavar="FILE")
    add("--password-stdin", "password_stdin", action="store_true")
    _add_top(add)
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "out", metavar="FILE")


def _findings(add: Add) -> None:
    from riskgraph.arguments import MOST_PATHS, a_whole

    add_scored(add)
    add("--payees", "findings.payees", metavar="FILE")
    add("--sheets", "findings.sheets", metavar="FOLDER")
    add("--top", "findings.top", type=a_whole("--top", MOST_PATHS), default=MOST_PATHS, metavar="K")
    add("--format", "format", choices=("table", "json"), default="table")
    add("--out", "out", metavar="FILE")


ACTING: dict[str, Callable[[Add], None]] = {
    "export": _export,
    "import": _import,
    "whatif": _whatif,
    "plan": _plan,
    "ask": _ask,
    "compare": _compare,
    "findings": _findings,
}
