"""The layer table of the method, held to the table that it is published with."""

from __future__ import annotations

import pytest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.control import Combine, Layer, Role

CATALOGUE = load_catalogue()
LAYERS = {(s.scenario_id, layer.key): layer for s in CATALOGUE.scenarios for layer in s.layers}

# scenario, layer, role, parts, efficacy
TABLE = [
    ("INS", "write_out", Role.DEVICE_OWNER, "DEV-01 DEV-02 MON-05", 0.8),
    ("INS", "detection", Role.HOST, "MON-01 MON-02 MON-03 MON-04", 0.5),
    ("INS", "rights", Role.HOST, "IAM-01 IAM-02 IAM-03 HUM-05", 0.4),
    ("INS", "bring_in", Role.SITE_OWNER, "PHY-01 PHY-02", 0.4),
    ("INS", "camera", Role.SITE_OWNER, "PHY-03", 0.1),
    ("INS", "people", Role.EMPLOYER, "HUM-02 HUM-04", 0.3),
    ("INS", "supervision", Role.SUPERVISION, "", 0.5),
    ("INS", "need_to_know", Role.ASSET_OWNER, "CHN-09 SYS-04", 0.4),
    ("EXT", "hardening", Role.HOST, "SYS-10", 0.82),
    ("EXT", "mfa", Role.HOST, "IAM-05", 0.29),
    ("EXT", "patching", Role.HOST, "SYS-02 SYS-11", 0.5),
    ("EXT", "detection_response", Role.HOST, "SYS-01", 0.55),
    ("EXT", "segmentation", Role.HOST, "SYS-03", 0.3),
    ("EXT", "secure_development", Role.HOST, "SYS-08", 0.5),
    ("EXT", "tenant", Role.TENANT, "IAM-05 IAM-02", 0.5),
    ("EXT", "supervision", Role.SUPERVISION, "", 0.3),
    ("ERR", "second_person", Role.EMPLOYER, "OUT-01", 0.5),
    ("ERR", "approved_ways", Role.HOST, "SYS-06", 0.2),
    ("ERR", "training", Role.EMPLOYER, "HUM-04", 0.4),
    ("ERR", "supervision", Role.SUPERVISION, "", 0.2),
    ("MED", "encrypted", Role.DEVICE_OWNER, "DEV-04 DEV-05", 0.7),
    ("MED", "storage", Role.SITE_OWNER, "PHY-04", 0.3),
    ("MED", "training", Role.EMPLOYER, "HUM-04", 0.3),
    ("LVR", "write_out", Role.DEVICE_OWNER, "DEV-01 DEV-02 MON-05", 0.8),
    ("LVR", "detection", Role.HOST, "MON-01 MON-02 MON-03 MON-04", 0.5),
    ("LVR", "bring_in", Role.SITE_OWNER, "PHY-01 PHY-02", 0.4),
    ("LVR", "exit", Role.EMPLOYER, "HUM-06", 0.6),
    ("LVR", "supervision", Role.SUPERVISION, "", 0.3),
    ("RES", "deletion", Role.CONSIGNEE, "LIF-01 LIF-02", 0.8),
    ("RES", "supervision", Role.SUPERVISION, "", 0.4),
]


def test_the_table_has_these_layers_in_this_order_and_no_others() -> None:
    assert list(LAYERS) == [(scenario, key) for scenario, key, *_ in TABLE]


@pytest.mark.parametrize(("scenario", "key", "role", "parts", "efficacy"), TABLE)
def test_a_layer_rests_on_its_role_parts_and_efficacy(
    scenario: str, key: str, role: Role, parts: str, efficacy: float
) -> None:
    layer = LAYERS[scenario, key]
    assert (layer.role, layer.parts) == (role, tuple(parts.split()))
    assert load_parameters().number(f"efficacy.{scenario}.{key}") == efficacy


def having(condition: str) -> dict[tuple[str, str], object]:
    """Return the layers in which a field is not at its default, with its value."""
    default = Layer.model_fields[condition].get_default()
    return {place: getattr(x, condition) for place, x in LAYERS.items() if getattr(x, condition) != default}


def test_what_is_special_about_some_layers_is_special_about_no_other() -> None:
    assert having("bulk_parts") == {("INS", "rights"): ("IAM-04",)}
    assert having("host_parts") == {("LVR", "exit"): ("IAM-03",)}
    assert having("needs") == {("EXT", "secure_development"): "web", ("EXT", "tenant"): "cloud"}
    assert having("combine") == {("MED", "encrypted"): Combine.MAX}
    assert having("has_deletion_proof") == {("RES", "deletion"): True}


def test_every_efficacy_belongs_to_a_layer() -> None:
    stated = {key for key in load_parameters().by_key if key.startswith("efficacy.")}
    assert stated == {f"efficacy.{scenario}.{key}" for scenario, key in LAYERS}
