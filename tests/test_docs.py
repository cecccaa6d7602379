"""Docs cannot drift: pages made from the code are equal to it, and what README prints is what runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskgraph import errors
from riskgraph.catalogue import load_parameters
from riskgraph.errors import RiskgraphError
from riskgraph.text import catalogue
from tests.text_use import pattern_of, trees
from tools.make_docs import PAGES

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.ja.md")
HAND_WRITTEN = [*READMES, "CHANGELOG.md", *(str(p.relative_to(ROOT)) for p in sorted((ROOT / "docs").rglob("*.md")))]
MAKE_TARGET = re.compile(r"^([a-z-]+):.*##", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands_of(readme: str) -> list[str]:
    """Return the lines of all shell blocks of a README."""
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", read(readme), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_as_the_code_makes_it(page):
    """Write the pages anew with `make docs`."""
    assert read(f"docs/{page}") == PAGES[page]()


def test_every_parameter_has_an_entry():
    page = read("docs/parameters.md")

    assert [p.key for p in load_parameters().table if f"| `{p.key}` |" not in page] == []


def test_every_problem_code_has_an_entry():
    page = read("docs/problems.md")
    codes = {key.removeprefix("problem.").rsplit(".", 1)[0] for key in catalogue() if key.startswith("problem.")}

    assert sorted(code for code in codes if f"| `{code}` |" not in page) == []


def test_every_error_class_has_an_entry_and_stands_in_the_tree_of_the_docstring():
    classes = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, RiskgraphError)]
    page = read("docs/problems.md")

    assert [e.__name__ for e in classes if f"| `{e.__name__}` |" not in page] == []
    assert [e.__name__ for e in classes if e.__name__ not in (errors.__doc__ or "")] == []


def test_every_parameter_is_asked_for_by_the_code():
    """A number in the table that nothing reads would be a lever without a rope."""
    asked = [pattern for tree in trees().values() for pattern in parameter_patterns(tree)]
    unasked = [p.key for p in load_parameters().table if not any(pattern.fullmatch(p.key) for pattern in asked)]

    assert unasked == []


def test_every_parameter_that_the_code_asks_for_exists():
    keys = load_parameters().by_key
    asked = {pattern.pattern for tree in trees().values() for pattern in parameter_patterns(tree)}

    assert [pattern for pattern in sorted(asked) if not any(re.fullmatch(pattern, key) for key in keys)] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_test_command_of_the_readme_is_the_one_that_the_gate_runs(readme):
    (command,) = [line for line in commands_of(readme) if line.endswith("-m tests") and line.startswith("python3 ")]

    assert read(".ci/run").rstrip().splitlines()[-1] == command


def test_both_readmes_print_the_same_commands():
    assert commands_of("README.md") == commands_of("README.ja.md")


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_every_link_to_a_file_of_ours_leads_somewhere(name):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(name))
    broken = [target for target in targets if not ((ROOT / name).parent / target).exists()]

    assert broken == []


def test_every_make_target_runs_something_that_exists():
    makefile = read("Makefile")
    modules = re.findall(r"-m (tools\.[a-z_]+|tests)\b", makefile)
    listed = set(MAKE_TARGET.findall(makefile))

    assert [m for m in modules if not list(ROOT.glob(m.replace(".", "/") + ".py")) and not (ROOT / m).is_dir()] == []
    assert set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == listed


def test_the_generated_tables_keep_their_columns():
    """A pipe in a text would move all cells after it."""
    for page in PAGES:
        for line in read(f"docs/{page}").splitlines():
            if line.startswith("| ") and not line.startswith("| ---"):
                assert line.endswith(" |"), line


def parameter_patterns(tree: ast.Module) -> Iterator[re.Pattern[str]]:
    """Return the parameter keys that a module asks for, f-strings as patterns."""
    asking = ("number", "ends")
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asking
        if is_call and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
            yield pattern_of(node.args[0])
