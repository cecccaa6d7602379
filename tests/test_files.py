"""The files of a batch: found at once, read one by one, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskgraph.errors import WrongUse
from riskgraph.files import files_in_turn, read_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.xlsx", "a.tsv", "sub/c.zip", "~$b.xlsx", ".hidden.xlsx", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_files_in_turn_are_those_that_are_read_at_once(folder):
    paths = [str(folder / "b.xlsx"), str(folder)]

    count, files = files_in_turn(paths)

    found = [(given.name, given.data, given.archive) for given in files]
    assert found == [(name, data, "") for name, data in read_files(paths, are_folders_allowed=True)]
    assert [name for name, _, _ in found] == ["b.xlsx", "a.tsv", "c.zip"]
    assert count == 3


def test_a_file_is_read_only_when_its_turn_comes(folder):
    _, files = files_in_turn([str(folder)])

    assert next(files).name == "a.tsv"
    (folder / "b.xlsx").write_bytes(b"later")
    assert next(files).data == b"later"


def test_a_wrong_path_is_told_before_any_file_is_read(folder):
    with pytest.raises(WrongUse, match="no_such_file"):
        files_in_turn([str(folder), str(folder / "absent.xlsx")])


def test_a_file_that_goes_away_is_told_when_its_turn_comes(folder):
    _, files = files_in_turn([str(folder)])
    next(files)
    (folder / "b.xlsx").unlink()

    with pytest.raises(WrongUse, match="no_such_file"):
        next(files)
