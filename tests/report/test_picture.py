"""The drawing: the chosen path on top, nothing overlapping, doubt dashed, roles said in words; plain JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from riskgraph.model.assessment import Path
from riskgraph.model.engagement import Relation
from riskgraph.model.party import Party
from riskgraph.report.picture import PALETTES, chain_option, chosen_at, picture_height
from riskgraph.report.picture_layout import REFERENCE_WIDTH, fitted, positions, text_width
from riskgraph.report.picture_marks import DASHED
from riskgraph.report.picture_scene import compose
from riskgraph.report.picture_words import GLYPH
from riskgraph.text import t
from tests.report.builders import a_hop, an_assessment, an_intrusion
from tests.report.chains import LONG, a_register, a_step, assessed, elsewhere_hosted, entered, the_chain

LOCALES = ("ja", "en")


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def drawn(path: Path, locale: str = "ja", theme: str = "light", neighbours: int = 24) -> dict[str, Any]:
    return chain_option(assessed(path), a_register(neighbours), path, locale, theme)


def items(option: dict[str, Any], series: str) -> list[dict[str, Any]]:
    return next(s for s in option["series"] if s["name"] == series)["data"]


def links(option: dict[str, Any], series: str) -> list[dict[str, Any]]:
    return next(s for s in option["series"] if s["name"] == series)["links"]


def label_boxes(option: dict[str, Any]) -> list[Box]:
    """Estimate where every text and frame stands, by the width of East Asian letters."""
    found = []
    for series in option["series"]:
        for item in series["data"]:
            label = item["label"]
            if label["show"]:
                found.append(_box(item, label))
    return found


def _box(item: dict[str, Any], label: dict[str, Any]) -> Box:
    x, y = item["value"]
    lines = [line.split("|")[-1].rstrip("}") for line in label["formatter"].split("\n")]
    sizes = [14 if "{name|" in raw else label.get("fontSize", 12) for raw in label["formatter"].split("\n")]
    width = max(text_width(line, size) for line, size in zip(lines, sizes, strict=True))
    height = 16 * len(lines)
    if item["kind"] != "point":
        w, h = item["symbolSize"]
        assert width <= w and height <= h, f"{lines} does not fit its box"
        return Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2, lines[0])
    gap = label["distance"]
    left = x + gap if label["position"] == "right" else x - gap - width
    return Box(left, y - height / 2, left + width, y + height / 2, lines[0])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "path",
    [
        the_chain(),
        elsewhere_hosted(),
        an_intrusion(),
        entered(a_step("C1", "Q", "B")),
        entered(a_step("C1", "A", "B", "file_transfer")),
        entered(a_step("C1", "L", "Q", "network"), a_step("C2", "Q", "B", "software")),
        entered(a_step("C1", "L", "Q", "file_transfer"), a_step("C2", "Q", "P", "network"), tiers=0),
    ],
    ids=["chain", "cloud", "host", "entry", "entry above", "entry relayed", "entry to the owner"],
)
def test_no_text_overlaps_another_or_leaves_the_picture(path: Path, locale: str) -> None:
    option = drawn(path, locale)
    boxes = label_boxes(option)
    clashes = [(a.text, b.text) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]
    assert clashes == []
    outside = [
        b.text
        for b in boxes
        if b.left < 0 or b.right > REFERENCE_WIDTH or b.top < 0 or b.bottom > picture_height(option)
    ]
    assert outside == []


def test_every_party_and_engagement_of_the_chosen_path_is_drawn_above_the_rest() -> None:
    path = the_chain()
    option = drawn(path)
    layers = {series["name"]: series["z"] for series in option["series"]}
    assert layers["path"] == max(layers.values())
    cards = [item["id"] for item in items(option, "path") if item["kind"] == "path"]
    assert cards == ["owner", "path:1", "path:2", "path:3", "path:4"]
    ties = [link["tie"] for link in links(option, "path") if link.get("tie")]
    assert ties[:4] == ["owner>path:1", "path:1>path:2", "path:2>path:3", "path:3>path:4"]


def test_the_chosen_path_is_thick_and_the_rest_is_thin() -> None:
    option = drawn(the_chain())
    loud = {link["lineStyle"]["width"] for link in links(option, "path") if "latent" not in link["tie"]}
    quiet = {link["lineStyle"]["width"] for link in links(option, "neighbours")}
    assert loud == {4} and quiet == {1}
    colours = {link["lineStyle"]["color"] for link in links(option, "neighbours")}
    assert PALETTES["light"]["path"] not in colours


def test_what_is_undeclared_or_without_consent_is_dashed_and_says_so() -> None:
    option = drawn(the_chain())
    style = {link["tie"]: link["lineStyle"]["type"] for link in links(option, "path") if link.get("tie")}
    assert style["owner>path:1"] == "solid"
    assert style["path:1>path:2"] == style["path:2>path:3"] == style["path:4>latent"] == DASHED
    said = {item["id"]: item["label"].get("formatter", "") for item in items(option, "path")}
    assert t("ja", "picture.mark.consent") in said["label:path:1>path:2"]
    assert t("ja", "picture.mark.by_party") in said["label:path:2>path:3"]


def test_people_and_systems_have_lines_and_words_of_their_own() -> None:
    path = the_chain(hops=(*the_chain().hops[:3], a_hop(4, "C", "D", 0.5, relation=Relation.SYSTEM_USE)))
    kinds = {
        relation: next(
            (link["lineStyle"]["type"], item["label"]["formatter"])
            for link in links(drawn(chosen), "path")
            if link.get("tie") == "path:3>path:4"
            for item in items(drawn(chosen), "path")
            if item["id"] == "label:path:3>path:4"
        )
        for relation, chosen in {"dispatch": the_chain(), "system_use": path}.items()
    }
    assert kinds["dispatch"][0] != kinds["system_use"][0]
    assert t("ja", "picture.relation.dispatch") in kinds["dispatch"][1]
    assert t("ja", "picture.relation.system_use") in kinds["system_use"][1]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_role_is_told_by_shape_and_word(locale: str) -> None:
    for path in (the_chain(), elsewhere_hosted()):
        whole = json.dumps(drawn(path, locale), ensure_ascii=False)
        for role in ("host", "employer", "device", "site", "director"):
            shape = GLYPH[role]
            assert f"{shape}{t(locale, f'picture.role.{role}')}" in whole


def test_the_people_at_the_end_are_tied_to_the_holder_of_the_data_that_no_contract_names() -> None:
    scene = compose(assessed(the_chain()), a_register(), the_chain())
    ties = [(tie.start, tie.end, tie.privilege) for tie in scene.ties if tie.kind == "reach"]
    assert ties == [("path:4", "path:1", "bulk")]


def test_a_holder_outside_the_chain_stands_beside_the_people_who_reach_it() -> None:
    scene = compose(assessed(elsewhere_hosted()), a_register(), elsewhere_hosted())
    beside = [(node.party_id, node.roles) for node in scene.of("aside")]
    assert ("L", ("host",)) in beside
    assert ("path:4", "aside:L") in [(tie.start, tie.end) for tie in scene.ties if tie.kind == "reach"]


def test_neighbours_that_find_no_room_are_counted() -> None:
    few, many = (compose(assessed(the_chain()), a_register(n), the_chain()) for n in (10, 60))
    assert few.of("more") == ()
    shown, left = len(many.of("sibling")), sum(node.count for node in many.of("more"))
    # Those below a neighbour that is not drawn itself are not counted: nobody could see where they hang.
    assert shown <= 24 and left > 0 and shown + left <= 60
    assert len(many.nodes) <= 40


def test_no_two_boxes_share_a_place() -> None:
    scene = compose(assessed(elsewhere_hosted()), a_register(60), elsewhere_hosted())
    places = list(positions(scene).values())
    assert len(set(places)) == len(places)


def test_the_option_is_plain_json_and_the_same_each_time() -> None:
    once, twice = (json.dumps(drawn(the_chain(), "en", "dark"), allow_nan=False) for _ in range(2))
    assert once == twice
    assert json.loads(once) == drawn(the_chain(), "en", "dark")


def test_a_click_on_a_neighbour_chooses_its_listed_path_and_elsewhere_nothing() -> None:
    other = the_chain(rank=2, parties=("P", "L"), engagements=("X00",), hops=(a_hop(1, "P", "L", 0.5),))
    assessment = an_assessment(paths=(the_chain(), other))
    option = chain_option(assessment, a_register(), the_chain(), "ja")
    index = [item["id"] for item in items(option, "neighbours")].index("X00")
    assert chosen_at(option, 0, index) == other.key
    assert chosen_at(option, 0, 10**6) == "" and chosen_at(option, 9, 0) == ""


def test_a_name_cannot_speak_the_label_language_of_the_chart() -> None:
    hostile = "{name|<b>x</b>}{a}\n{b}|"
    register = a_register(0)
    parties = tuple(p if p.party_id != "A" else Party(party_id="A", name=hostile) for p in register.parties)
    option = chain_option(assessed(the_chain()), register.model_copy(update={"parties": parties}), the_chain(), "ja")
    (card,) = (item for item in items(option, "path") if item["id"] == "path:1")
    first = card["label"]["formatter"].split("\n")[0]
    assert first.startswith("{name|") and first.count("{") == 1 and first.count("}") == 1
    assert "{" not in card["name"]
    assert option["tooltip"]["renderMode"] == "richText"


def test_a_path_of_the_owner_alone_is_drawn() -> None:
    own = the_chain(parties=("P",), engagements=(), hops=())
    option = drawn(own, neighbours=3)
    assert [item["id"] for item in items(option, "path") if item["kind"] == "path"] == ["owner"]


@pytest.mark.parametrize("text", [LONG, "Quiet English Subcontracting Company Limited", "", "短い"])
def test_fitted_text_is_never_wider_than_its_room(text: str) -> None:
    lines = fitted(text, 98, lines=2, size=12)
    assert 1 <= len(lines) <= 2
    assert all(text_width(line, 12) <= 98 for line in lines)
    assert lines[-1].endswith("…") or "".join(lines).replace(" ", "") == text.replace(" ", "")
