"""Write the generated pages of docs/ from what the code holds; a test compares them.

The convention that bites: what stands in a page comes from the parameter table, the text catalogue and the error tree;
only the headings are written here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from riskgraph import errors
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.catalogue.cross_table import cross_table
from riskgraph.errors import RiskgraphError
from riskgraph.model.parameters import Parameter
from riskgraph.text import catalogue

DOCS = Path(__file__).parent.parent / "docs"
MARKS = (
    "V: 公開資料で確認 read in a public source / D: そこから導出 derived from one / "
    "J: 判断 judgement / M: 文献 known literature"
)
PARAMETER_COLUMNS = ("key", "値 / value", "範囲 / range", "単位 / unit", "", "意味 / meaning", "出典 / source")


def parameters_page() -> str:
    """Return the page of all numbers of the method."""
    parameters = load_parameters()
    lines = [
        "# パラメータ / Parameters",
        "",
        f"計算に使う数値の一覧です(版 {parameters.version})。値は`--parameters`のファイルで変えられます。",
        f"The numbers of the method (version {parameters.version}). A file given by `--parameters` changes them.",
        "",
        MARKS,
    ]
    for group, rows in groupby(parameters.table, key=lambda p: p.key.split(".")[0]):
        lines += ["", f"## {group}", "", *_table(PARAMETER_COLUMNS)]
        lines += [_row(_parameter_cells(parameter)) for parameter in rows]
    return "\n".join(lines) + "\n"


def problems_page() -> str:
    """Return the page of all problem codes and errors."""
    texts = catalogue()
    codes = sorted(key.removeprefix("problem.").removesuffix(".message") for key in texts if _is_message(key))
    lines = [
        "# 問題コードとエラー / Problem codes and errors",
        "",
        "台帳や調査票を読んだときに出るコードの一覧です。`finding.`で始まるものは、台帳そのものが示す要確認事項です。",
        "What reading a register or a questionnaire can tell. A code that begins with `finding.` is something that the "
        "register itself shows.",
    ]
    for room, inside in groupby(codes, key=lambda code: code.split(".")[0]):
        lines += ["", f"## {room}", "", *_table(("code", "内容 / message", "対応 / what to do"))]
        lines += [_row((f"`{c}`", _both(f"problem.{c}.message"), _both(f"problem.{c}.mend"))) for c in inside]
    lines += ["", "## エラー / Errors", "", *_table(("class", "when"))]
    lines += [_row((f"`{name}`", doc)) for name, doc in _errors()]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "parameters.md": parameters_page,
    "problems.md": problems_page,
    "controls.md": lambda: cross_table(load_catalogue()),
}


def main() -> int:
    """Write every page anew."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")
        print(DOCS / name)
    return 0


def _parameter_cells(parameter: Parameter) -> tuple[str, ...]:
    value = parameter.value
    shown = " / ".join(f"{end:g}" for end in value) if isinstance(value, tuple) else f"{value:g}"
    limits = f"{parameter.minimum:g} – {parameter.maximum:g}"
    meaning = f"{parameter.label.ja}<br>{parameter.label.en}"
    return (f"`{parameter.key}`", shown, limits, parameter.unit, parameter.mark, meaning, parameter.source)


def _errors() -> Iterable[tuple[str, str]]:
    """Give name and docstring of every error class of the tree, the root first."""
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, RiskgraphError)]
    return ((each.__name__, (each.__doc__ or "").strip()) for each in classes)


def _is_message(key: str) -> bool:
    return key.startswith("problem.") and key.endswith(".message")


def _both(key: str) -> str:
    pair = catalogue()[key]
    return f"{pair['ja']}<br>{pair['en']}"


def _table(headings: tuple[str, ...]) -> tuple[str, str]:
    return _row(headings), "|" + " --- |" * len(headings)


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return "| " + " | ".join(escaped) + " |"


if __name__ == "__main__":
    sys.exit(main())
