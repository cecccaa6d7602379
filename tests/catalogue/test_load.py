"""Reading the shipped files: a mistake in them stops at once and names file and key."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.catalogue.load import DATA, QUESTIONNAIRES, read_catalogue, read_parameters
from riskgraph.errors import CatalogueBroken
from riskgraph.text import LOCALES, t


@dataclass(frozen=True)
class Copy:
    """A copy of the shipped files that a test may spoil."""

    questionnaires: Path
    data: Path

    def spoil(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in one file."""
        path = next(p for p in (self.questionnaires / file, self.data / file) if p.exists())
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    questionnaires = tmp_path / "questionnaires"
    (questionnaires / "forms").mkdir(parents=True)
    shutil.copy(QUESTIONNAIRES / "controls.yaml", questionnaires)
    for form in (QUESTIONNAIRES / "forms").glob("*.yaml"):
        shutil.copy(form, questionnaires / "forms")
    shutil.copytree(DATA, tmp_path / "data")
    return Copy(questionnaires, tmp_path / "data")


def test_a_copy_of_the_shipped_files_gives_the_shipped_catalogue(copy: Copy) -> None:
    assert read_catalogue(copy.questionnaires, copy.data) == load_catalogue()
    assert read_parameters(copy.data) == load_parameters()


def test_loading_twice_gives_the_very_same_values() -> None:
    assert load_catalogue() is load_catalogue()
    assert load_parameters() is load_parameters()


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("controls.yaml", "mark: decisive", "mark: grave", "CHN-01.mark"),
        ("controls.yaml", "control_id: ORG-02", "control_id: ORG-01", "ORG-01"),
        ("controls.yaml", "feeds: [latent_tier]", "feeds: [INS.write_out]", "CHN-01.feeds"),
        ("controls.yaml", "feeds: [hop.terms]", "feeds: [hop.turms]", "CHN-03.feeds"),
        ("controls.yaml", "cases: [C04]", "cases: [C44]", "ORG-04.cases"),
        ("controls.yaml", "iso: [", "isu: [", "ORG-01.references.isu"),
        ("controls.yaml", "controls:\n", "controlls:\n", "controls"),
        ("forms/short-2026.1.yaml", "ORG-01", "ORG-99", "ORG-99"),
        ("forms/short-2026.1.yaml", "codes: [none, listed]", "codes: [none]", "onward"),
        ("forms/own-2026.1.yaml", "purpose:", "purposes:", "own.purpose"),
        ("scenarios.yaml", "parts: [DEV-01, DEV-02, MON-05]", "parts: [DEV-01, DEV-92]", "INS.write_out"),
        ("scenarios.yaml", "role: device_owner", "role: divice_owner", "INS.layers.0.role"),
        ("scenarios.yaml", "key: detection", "key: write_out", "INS.write_out"),
        ("lapses.yaml", "code: C02", "code: C01", "C01"),
    ],
)
def test_a_mistake_in_the_catalogue_names_file_and_key(copy: Copy, file: str, old: str, new: str, key: str) -> None:
    copy.spoil(file, old, new)
    with pytest.raises(CatalogueBroken) as broken:
        read_catalogue(copy.questionnaires, copy.data)
    assert broken.value.fields["file"] == Path(file).name
    assert broken.value.fields["key"] == key


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("key: rate.EXT,", "key: rate.INS,", "rate.INS"),
        ("value: 0.0194,", "value: 1.94,", "rate.EXT"),
        ("value: 0.0194,", "value: .nan,", "rate.EXT"),
        ("value: [1, 5, 20],", "value: [5, 1, 20],", "heads.unknown"),
        ("mark: D/J,", "mark: guess,", "rate.INS.mark"),
        ('unit: "per bulk-privileged head and year", ', "", "rate.INS.unit"),
    ],
)
def test_a_mistake_in_the_parameters_names_file_and_key(copy: Copy, old: str, new: str, key: str) -> None:
    copy.spoil("parameters.yaml", old, new)
    with pytest.raises(CatalogueBroken) as broken:
        read_parameters(copy.data)
    assert (broken.value.fields["file"], broken.value.fields["key"]) == ("parameters.yaml", key)


@pytest.mark.parametrize("content", ["", "[1, 2]", "a: [", "a: !!python/name:os.system x"])
def test_a_file_that_is_no_mapping_is_named(copy: Copy, content: str) -> None:
    (copy.data / "lapses.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueBroken) as broken:
        read_catalogue(copy.questionnaires, copy.data)
    assert broken.value.fields["file"] == "lapses.yaml"


def test_a_missing_file_is_named(copy: Copy) -> None:
    (copy.questionnaires / "controls.yaml").unlink()
    with pytest.raises(CatalogueBroken) as broken:
        read_catalogue(copy.questionnaires, copy.data)
    assert broken.value.fields["file"] == "controls.yaml"
    for locale in LOCALES:
        assert "controls.yaml" in t(locale, f"problem.{broken.value.code}.message", **broken.value.fields)


def write_population(copy: Copy, sha256: str, factors: object) -> None:
    """Store factors as if they were computed for the table with this hash."""
    content = {"population_sha256": sha256, "draws": 200_000, "seed": 2014, "factors": factors}
    (copy.data / "population.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def test_population_factors_of_this_very_table_come_along(copy: Copy) -> None:
    sha256 = load_parameters().sha256
    write_population(copy, load_parameters().population_sha256, {"INS|host": 0.5, "EXT": 1})
    parameters = read_parameters(copy.data)
    assert parameters.population == {"INS|host": 0.5, "EXT": 1.0}
    assert parameters.sha256 == sha256


def test_population_factors_of_another_table_are_left_out(copy: Copy) -> None:
    write_population(copy, "0" * 64, {"INS|host": 0.5})
    assert read_parameters(copy.data).population == {}


def test_parameters_without_stored_factors_load(copy: Copy) -> None:
    (copy.data / "population.yaml").unlink(missing_ok=True)
    assert read_parameters(copy.data).population == {}


@pytest.mark.parametrize("factors", [[0.5], {"INS": 0}, {"INS": 1.5}, {"INS": "0.5"}, None])
def test_a_factor_that_is_no_share_is_a_mistake(copy: Copy, factors: object) -> None:
    write_population(copy, load_parameters().population_sha256, factors)
    with pytest.raises(CatalogueBroken) as broken:
        read_parameters(copy.data)
    assert broken.value.fields["file"] == "population.yaml"
