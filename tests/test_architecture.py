"""The house rules that a machine can hold: who imports whom, where state lives, and what may become HTML."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "riskgraph"
METHOD_ROOMS = ("model", "scoring", "analysis", "assess.py")
OUTSIDE_OF_THE_METHOD = {"streamlit", "openpyxl", "sqlalchemy", "matplotlib", "pandas", "yaml"}
CHANGING_METHODS = {"append", "add", "update", "extend", "setdefault", "pop", "clear", "insert", "remove"}


def python_files(*places: str) -> list[Path]:
    """Return the Python files in files and folders of the package, by default in all of it."""
    paths = [PACKAGE / place for place in places or ("",)]
    return [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))]


def screen_files() -> list[Path]:
    """Return the Python files that may speak to a browser: the router and the package."""
    return [ROOT / "app.py", *python_files()]


def imported_roots(path: Path) -> set[str]:
    """Return the first names of all modules that a file imports, wherever in it."""
    roots: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            roots.add(node.module.split(".")[0])
    return roots


def test_the_import_contracts_of_pyproject_hold(capsys):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_module_of_the_package_stands_in_the_layers():
    """A new room that nobody put on a floor would be held by no rule."""
    layers = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"][0]["layers"]
    on_a_floor = {name.strip().split(".")[1] for layer in layers for name in re.split(r"[|:]", layer)}

    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}

    assert modules - on_a_floor - {"__init__", "text"} == set()


@pytest.mark.parametrize("path", python_files(*METHOD_ROOMS), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_method_imports_no_file_format_and_no_screen(path):
    assert imported_roots(path) & OUTSIDE_OF_THE_METHOD == set()


def test_the_router_is_at_most_40_lines():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_session_state_is_touched_in_one_file_only():
    """`SessionStateProxy` and `st.session_state` alike; the tests of the screens may look."""
    touching = {
        str(path.relative_to(ROOT)) for path in [ROOT / "app.py", *python_files()] if "session_state" in code(path)
    }

    assert touching == {"riskgraph/ui/session.py"}


def test_only_the_screens_know_streamlit():
    knowing = {path.relative_to(PACKAGE).parts[0] for path in python_files() if "streamlit" in imported_roots(path)}

    assert knowing == {"ui"}


def test_html_is_let_through_in_one_place_and_never_built_there_from_an_f_string():
    """Text of a workbook that reached `unsafe_allow_html` or `st.html` would run in the reader's browser."""
    calls = [(path, call) for path in screen_files() for call in html_calls(path)]

    assert len({path for path, _ in calls}) <= 1
    assert [str(path) for path, call in calls if any(isinstance(n, ast.JoinedStr) for n in ast.walk(call))] == []


def test_no_module_keeps_changeable_state():
    """A module-level list or dict that is written to would be shared by all users of one server."""
    writing = [f"{path.name}: {name}" for path in python_files() for name in written_module_names(path)]

    assert writing == []


def test_nothing_is_pickled_evaluated_or_run_in_a_shell():
    banned = {"pickle", "marshal", "shelve", "subprocess", "dill", "cloudpickle"}

    assert [path.name for path in python_files() if imported_roots(path) & banned] == []
    assert [path.name for path in python_files() if re.search(r"(?<![\w.])(eval|exec|__import__)\(", code(path))] == []


def code(path: Path) -> str:
    """Return a file's text without docstrings and comments, so that a word in a comment is no use of it."""
    return ast.unparse(_without_docstrings(ast.parse(path.read_text(encoding="utf-8"))))


def html_calls(path: Path) -> Iterator[ast.Call]:
    """Give the calls that let HTML through to the page."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        is_allowed = any(keyword.arg == "unsafe_allow_html" for keyword in node.keywords)
        if is_allowed or ast.unparse(node.func) in ("st.html", "components.html", "st.components.v1.html"):
            yield node


def written_module_names(path: Path) -> Iterator[str]:
    """Give the module-level names that code of the same module declares global or changes in place."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {target.id for node in tree.body for target in _targets(node) if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from node.names
        for changed in _changed(node):
            if isinstance(changed, ast.Name) and changed.id in names:
                yield changed.id


def _targets(node: ast.stmt) -> list[ast.expr]:
    """Return what an assignment assigns to."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) else []


def _changed(node: ast.AST) -> list[ast.expr]:
    """Return what is changed in place by an item assignment or a changing method."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return [node.value]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING_METHODS:
        return [node.func.value]
    return []


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """Return the tree with every docstring emptied."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            first.value.value = ""
    return tree
