"""The store on the command line: path, backup, restore, a register out of it; one clear line for what goes wrong."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from riskgraph.__main__ import main
from riskgraph.intake.register import read_register
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission
from riskgraph.store import backup as backups
from riskgraph.store.assessments import assessments
from riskgraph.store.deletion import delete_register
from riskgraph.store.opening import open_store
from riskgraph.store.parameters import save_parameters
from riskgraph.store.place import VARIABLE, location
from riskgraph.store.registers import create_register, registers, submission_of
from tests.store import dying

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_vendors.xlsx"
DONE, FAILED, CALLED_WRONGLY = 0, 1, 2
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command in this process and gives status, standard output and standard error."""
    for name in ("LC_ALL", "LC_MESSAGES", "RISKGRAPH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def ran(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ran


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store that holds the sample; not to be written to."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    keep(folder, "本社の台帳", read_register([(SAMPLE.name, SAMPLE.read_bytes())]))
    return folder


@pytest.fixture
def place(sample: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder."""
    return Path(shutil.copytree(sample, tmp_path / "store"))


def keep(folder: Path, name: str, submission: Submission) -> str:
    store = open_store(location(str(folder)))
    with store.writing("調達部") as w:
        return create_register(w, name, submission, files=[]).register_id


def the_one_line(told: tuple[int, str, str]) -> str:
    status, out, err = told
    assert (status != DONE, out, err.count("\n"), "Traceback" in err) == (True, "", 1, False)
    return err


def test_path_tells_the_place_and_makes_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "by environment"))

    assert run("store", "path") == (DONE, f"{tmp_path / 'by environment' / 'riskgraph.sqlite3'}\n", "")
    assert run("store", "path", "--store", tmp_path / "a.db") == (DONE, f"{tmp_path / 'a.db'}\n", "")
    assert run("store", "path", "--store", "postgresql://u:geheim@h/d")[1] == "postgresql+psycopg://u:***@h/d\n"
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_written_and_put_back(run: Run, place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    status, out, err = run("store", "backup", copy, "--store", place)
    assert (status, out, str(copy) in err) == (DONE, "", True)
    before = registers(open_store(location(str(place))))
    keep(place, "もう一つ", Submission())

    status, out, err = run("store", "restore", copy, "--store", place)
    (aside,) = place.glob("*.replaced-*")
    assert (status, out, str(aside) in err) == (DONE, "", True)
    assert registers(open_store(location(str(place)))) == before
    assert run("store", "restore", copy, "--store", tmp_path / "new")[0] == DONE


def test_the_store_gives_what_its_workbook_gives(run: Run, place: Path) -> None:
    by_file = json.loads(run("assess", SAMPLE, "--format", "json", "--top", "5")[1])
    status, out, _ = run("assess", "--store", place, "--format", "json", "--top", "5")

    by_store = json.loads(out)
    assert (status, by_store["totals"], by_store["paths"]) == (DONE, by_file["totals"], by_file["paths"])
    assert (
        assessments(open_store(location(str(place))), registers(open_store(location(str(place))))[0].register_id) == ()
    )


def test_the_usual_place_is_taken_where_none_is_named(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(place))

    assert run("assess", "--store", "--top", "1")[0] == DONE


def test_the_parameters_of_the_register_count_unless_others_are_named(run: Run, place: Path, tmp_path: Path) -> None:
    store = open_store(location(str(place)))
    with store.writing("調達部") as w:
        register_id = registers(store)[0].register_id
        save_parameters(w, register_id, b"rate.EXT: 0.0388\n", based_on=0, reason="")
    own = tmp_path / "own.yaml"
    own.write_text("rate.EXT: 0.05\n", encoding="utf-8")

    kept, shipped, named = (
        json.loads(run("assess", *more, "--format", "json", "--top", "1")[1])["totals"]
        for more in (("--store", place), (SAMPLE,), ("--store", place, "--parameters", own))
    )
    assert shipped["eal_yen"]["pt"] < kept["eal_yen"]["pt"] < named["eal_yen"]["pt"]


def test_a_day_other_than_the_register_s_can_be_asked_for(run: Run, place: Path) -> None:
    days = [
        json.loads(run("assess", source, *where, "--as-of", "2027-03-31", "--format", "json", "--top", "1")[1])
        for source, where in (("--store", (place,)), (SAMPLE, ()))
    ]

    assert days[0]["provenance"]["as_of"] == "2027-03-31"
    assert days[0]["totals"] == days[1]["totals"]


def test_a_questionnaire_is_made_for_a_party_of_the_store(run: Run, place: Path, tmp_path: Path) -> None:
    party = submission_of(open_store(location(str(place))), registers(open_store(location(str(place))))[0].register_id)
    asked = party.engagements[0].consignee
    by_store, by_file = tmp_path / "store.xlsx", tmp_path / "file.xlsx"

    assert run("template", "questionnaire", "--party", asked, "--store", place, "--out", by_store)[0] == DONE
    assert run("template", "questionnaire", "--party", asked, "--register", SAMPLE, "--out", by_file)[0] == DONE
    cells = [
        [[cell.value for cell in row] for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows()]
        for file in (by_store, by_file)
    ]
    assert cells[0] == cells[1]


def test_of_several_registers_one_is_named_by_id_or_by_name_and_never_guessed(run: Run, place: Path) -> None:
    other = keep(place, "支社", Submission(parties=(Party(party_id="P", name="甲"),)))
    asked = ("assess", "--store", place, "--top", "1")

    line = the_one_line(run(*asked))
    assert (other in line, "支社" in line, "本社の台帳" in line) == (True, True, True)
    assert run(*asked, "--register-id", "本社の台帳")[0] == DONE
    assert run(*asked, "--register-id", other)[1] != run(*asked, "--register-id", "本社の台帳")[1]
    assert "無い名称" in the_one_line(run(*asked, "--register-id", "無い名称"))
    store = open_store(location(str(place)))
    with store.writing("調達部") as w:
        delete_register(w, other, reason="")
    assert run(*asked)[0] == DONE


def test_two_registers_of_one_name_are_told_apart_by_id(run: Run, place: Path) -> None:
    other = keep(place, "本社の台帳", Submission())

    assert other in the_one_line(run("assess", "--store", place, "--register-id", "本社の台帳"))


WRONG = {
    "a store and files": (("assess", SAMPLE, "--store", "{place}", "--register-id", "x"), None),
    "a register's file in the place of the store": (("assess", "--store", SAMPLE), FAILED),
    "no store there": (("assess", "--store", "{empty}"), FAILED),
    "no store to back up": (("store", "backup", "{empty}/copy", "--store", "{empty}"), FAILED),
    "neither": (("assess",), CALLED_WRONGLY),
    "answers": (("assess", "--store", "{place}", "--answers", SAMPLE), CALLED_WRONGLY),
    "write back": (("assess", "--store", "{place}", "--write-back", "x.xlsx"), CALLED_WRONGLY),
    "register id alone": (("assess", SAMPLE, "--register-id", "x"), CALLED_WRONGLY),
    "path with a file": (("store", "path", "x"), CALLED_WRONGLY),
    "backup without a file": (("store", "backup"), CALLED_WRONGLY),
    "restore without a file": (("store", "restore"), CALLED_WRONGLY),
    "restore of nothing": (("store", "restore", "{empty}/none", "--store", "{place}"), FAILED),
    "restore of a workbook": (("store", "restore", SAMPLE, "--store", "{place}"), FAILED),
    "restore of a folder": (("store", "restore", "{empty}", "--store", "{place}"), FAILED),
    "backup over a file": (("store", "backup", SAMPLE, "--store", "{place}"), FAILED),
    "backup to a folder": (("store", "backup", "{empty}", "--store", "{place}"), FAILED),
    "backup into nowhere": (("store", "backup", "{empty}/no/copy", "--store", "{place}"), FAILED),
    "another database": (("store", "backup", "{empty}/copy", "--store", "mysql://u:geheim@h/d"), FAILED),
    "backup of a server": (("store", "restore", "{empty}/x", "--store", "postgresql://u:geheim@h/d"), FAILED),
    "an impossible path": (("store", "backup", "x", "--store", "a\x00b"), FAILED),
    "unknown party": (
        ("template", "questionnaire", "--party", "?", "--store", "{place}", "--out", "x"),
        CALLED_WRONGLY,
    ),
    "no party": (("template", "questionnaire", "--store", "{place}", "--out", "x"), CALLED_WRONGLY),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_is_told_in_one_line(run: Run, place: Path, tmp_path: Path, name: str) -> None:
    arguments, expected = WRONG[name]
    (tmp_path / "empty").mkdir()
    filled = [str(part).format(place=place, empty=tmp_path / "empty") for part in arguments]

    told = run(*filled)

    line = the_one_line(told)
    assert expected in (None, told[0])
    assert ("geheim" in line, list((tmp_path / "empty").iterdir())) == (False, [])


def test_a_newer_store_is_refused_in_one_line(run: Run, place: Path, tmp_path: Path) -> None:
    store = open_store(location(str(place)))
    with store.writing("x") as w:
        w.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    for asked in (("assess", "--store", place), ("store", "backup", tmp_path / "c", "--store", place)):
        assert "newer riskgraph" in the_one_line(run(*asked))


def test_a_damaged_store_is_told_and_its_backup_helps(run: Run, place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("store", "backup", copy, "--store", place)[0] == DONE
    file = place / "riskgraph.sqlite3"
    file.write_bytes(file.read_bytes()[:20_000])

    assert "damaged" in the_one_line(run("assess", "--store", place))
    assert run("store", "restore", copy, "--store", place)[0] == DONE
    assert run("assess", "--store", place, "--top", "1")[0] == DONE


def test_a_full_disk_is_told_and_nothing_is_changed(
    run: Run, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copyfile(place / "riskgraph.sqlite3", copy)

    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "copied", no_room)
    assert "written" in the_one_line(run("store", "backup", tmp_path / "new", "--store", place))
    assert "written" in the_one_line(run("store", "restore", copy, "--store", place))
    assert [entry.name for entry in place.iterdir()] == ["riskgraph.sqlite3"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and rights of files as POSIX has them")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("command", ["backup", "restore", "assess"])
def test_a_folder_that_may_only_be_read_is_told_in_one_line(place: Path, run: Run, command: str) -> None:
    folder = Path(tempfile.mkdtemp())
    store, copy = folder / "riskgraph.sqlite3", folder / "copy.sqlite3"
    shutil.copyfile(place / store.name, store)
    if command == "restore":
        shutil.copyfile(store, copy)
    before = sorted(entry.name for entry in folder.iterdir())
    asked = (
        [command, "--store", str(folder)]
        if command == "assess"
        else ["store", command, str(copy), "--store", str(folder)]
    )
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    run("store", "--help")  # what a command loads is loaded while it may be read
    try:
        told, _ = dying.told_by(*dying.child(lambda tell: tell(without_rights(asked))))
        after = sorted(entry.name for entry in folder.iterdir())
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)

    status, _, line = told.decode().partition("\n")
    assert (status, line.count("\n"), "Traceback" in line, after) == ("1", 1, False, before)
    assert "cannot be" in line


def without_rights(arguments: list[str]) -> bytes:
    """Run a command as somebody without rights (root may write everywhere); return its status and what it says."""
    importlib.import_module("riskgraph.commands")
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status = main(["--lang", "en", *arguments])
    return f"{status}\n{said.getvalue()}".encode()


def test_the_help_of_the_store_is_in_both_languages(run: Run) -> None:
    assert "backup" in run("store", "--help")[1]
    assert "保管場所" in run("--lang", "ja", "store", "--help")[1] + run("store", "--help", "--lang", "ja")[1]
