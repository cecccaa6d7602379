"""Which text keys and problem codes the code names, found by reading it and not by running it.

The convention that bites: a key that is put together at run time is known by its f-string, read as a pattern in which
every field stands for anything; `f"why.role.{role}"` uses all keys that begin with `why.role.`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parent.parent
SPEAKING = {"t": 1, "has_text": 0, "worded": 1}  # functions that take a key, and where it stands
KEY_HEAD = re.compile(r"[a-z_]+\.")
JAPANESE = re.compile(r"[\u3005\u3041-\u30fa\u4e00-\u9fff]")  # letters; signs and brackets are none
# No words: letters that must not begin a line, and the forms of firms, by which names are shortened.
SMALL_LETTERS = re.compile(r"[ぁぃぅぇぉっゃゅょァィゥェォッャュョー・]")
FORMS_OF_FIRMS = ("株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)")
SEEN = ("riskgraph/ui/", "riskgraph/report/", "riskgraph/current.py", "app.py")  # code that words reach a user from
# What draws words in Streamlit, and the arguments that are words there; the first one is, unless it is data.
DRAWING = {
    *("title", "header", "subheader", "markdown", "caption", "text", "write", "badge", "metric", "tabs", "expander"),
    *("error", "warning", "info", "success", "toast", "progress", "spinner", "status", "popover", "page_link", "Page"),
    *("button", "download_button", "form_submit_button", "link_button", "checkbox", "toggle", "radio", "selectbox"),
    *("multiselect", "slider", "select_slider", "text_input", "text_area", "number_input", "date_input", "time_input"),
    *("file_uploader", "segmented_control", "pills", "Column", "TextColumn", "NumberColumn", "DateColumn"),
    *("DatetimeColumn", "ProgressColumn", "CheckboxColumn", "SelectboxColumn", "LinkColumn", "ListColumn"),
}
WORDED = ("label", "body", "text", "help", "title", "placeholder", "caption", "value_label")
# Marks of Markdown and Streamlit (":gray[", ":material/close:", "-badge["), and the product's own name.
MARKS = re.compile(r":material/\w+:|:?[a-z]+(-badge)?\[|\briskgraph\b")


@dataclass(frozen=True)
class Said:
    """A key that is handed to a speaking function: a plain key, or a pattern where it has fields."""

    place: str
    pattern: re.Pattern[str]


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax trees of all code that may speak, by path."""
    files = [*sorted((ROOT / "riskgraph").rglob("*.py")), *sorted((ROOT / "tools").rglob("*.py")), *ROOT.glob("app.py")]
    return {str(f.relative_to(ROOT)): ast.parse(f.read_text(encoding="utf-8")) for f in files}


def constants() -> set[str]:
    """Return every string constant of the code; the pieces of f-strings are none."""
    nodes = [node for tree in trees().values() for node in ast.walk(tree)]
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    whole = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces)
    return {node.value for node in whole if isinstance(node.value, str)}


def patterns() -> list[re.Pattern[str]]:
    """Return the f-strings of the code that begin like a key, as patterns."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return [pattern_of(node) for node in nodes if KEY_HEAD.match(_head(node))]


def keys_said() -> Iterator[Said]:
    """Give every key that stands literally, or as an f-string with a literal head, in a call that speaks."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or _called(node) not in SPEAKING:
                continue
            position = SPEAKING[_called(node)]
            if len(node.args) > position:
                for literal in _alternatives(node.args[position]):
                    yield Said(f"{path}:{node.lineno}", pattern_of(literal))


def japanese_literals() -> Iterator[str]:
    """Give place and text of every string with Japanese letters in the code that speaks to a user, docstrings apart."""
    for path, tree in trees().items():
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree) if path.startswith(SEEN) else ():
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if is_text and node.value not in FORMS_OF_FIRMS and JAPANESE.search(SMALL_LETTERS.sub("", node.value)):
                yield f"{path}:{node.lineno} {node.value}"


def drawn_literals() -> Iterator[str]:
    """Give place and text of every word that is written into a call that draws, instead of into the catalogue."""
    for path, tree in trees().items():
        for node in ast.walk(tree) if path.startswith(SEEN) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DRAWING:
                words = [*node.args[:1], *(k.value for k in node.keywords if k.arg in WORDED)]
                yield from (f"{path}:{node.lineno} {text}" for word in words for text in literal_words(word))


def literal_words(node: ast.expr) -> Iterator[str]:
    """Give the literal pieces of a string that a reader would read as words; nothing of a call inside it."""
    pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
    if isinstance(node, ast.IfExp):
        pieces = [node.body, node.orelse]
    elif isinstance(node, ast.BinOp):
        pieces = [node.left, node.right]
    for piece in pieces:
        if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
            if re.search(r"[A-Za-z]{2}", MARKS.sub("", piece.value)) or JAPANESE.search(piece.value):
                yield piece.value
        elif piece is not node and isinstance(piece, ast.JoinedStr | ast.IfExp | ast.BinOp):
            yield from literal_words(piece)


def fields_given(codes: set[str]) -> Iterator[tuple[str, str, set[str]]]:
    """Give place, code and the names of the fields wherever a problem or error is made with all of them in view."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            code = next((a.value for a in _values(node) if isinstance(a, ast.Constant) and a.value in codes), None)
            names = _field_names(node)
            if code is not None and names is not None:
                yield f"{path}:{node.lineno}", code, names


def placeholders(template: str) -> set[str]:
    """Return the names of the fields that a text asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def pattern_of(node: ast.expr) -> re.Pattern[str]:
    """Return a string or f-string as a pattern that matches all keys that it can become."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return re.compile("".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r".+" for p in parts))


def _head(node: ast.JoinedStr) -> str:
    first = node.values[0] if node.values else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    """Give the literals that an argument can be; a variable gives none."""
    if isinstance(node, ast.IfExp):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    elif isinstance(node, ast.Constant) or (isinstance(node, ast.JoinedStr) and KEY_HEAD.match(_head(node))):
        yield node


def _values(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _field_names(node: ast.Call) -> set[str] | None:
    """Return the fields of a made problem or error; None where they come from elsewhere."""
    name = _called(node)
    if name == "problem_at":
        if any(keyword.arg is None for keyword in node.keywords):
            return None
        return {keyword.arg for keyword in node.keywords if keyword.arg and keyword.arg not in ("where", "severity")}
    given: ast.expr | None = None
    if name == "Problem":
        given = next((keyword.value for keyword in node.keywords if keyword.arg == "fields"), ast.Dict([], []))
    elif name in ("InputRefused", "ParameterRefused", "CatalogueBroken", "WrongUse"):
        given = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
