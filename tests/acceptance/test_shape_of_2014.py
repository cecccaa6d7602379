"""The acceptance of the method: the shape of 2014 through the public road, workbook in and JSON out.

The figures are those that the method states for its own layer table: against the insider rate of the shape as
it was found, mending all parts of the media gate takes about four fifths, the log review alone nothing,
alert and review together about four tenths, the phone rule about a third, the employer's own measures a few
per cent. A step of five points either way is allowed for the register's edge facts.
"""

from __future__ import annotations

import statistics

import pytest

from tests.acceptance.shapes import (
    ALERT,
    CHAIN,
    MEDIA,
    PEOPLE,
    PHONE,
    REVIEW,
    joined,
    shape,
    siblings,
    verified,
)
from tests.acceptance.workbooks import assessed, path_of, rate_of

ALL_FOUR = verified(*MEDIA, *ALERT, *REVIEW, *PHONE)


def insider(**change: object) -> float:
    return rate_of(path_of(assessed(shape(**change)), CHAIN), "INS")


@pytest.fixture(scope="module")
def found() -> float:
    return insider()


@pytest.mark.parametrize(
    ("change", "fall"),
    [
        ({"host": verified(*MEDIA)}, 0.79),
        ({"host": verified(*ALERT, *REVIEW)}, 0.39),
        ({"host": verified(*PHONE, "PHY-01")}, 0.36),
        ({"last": verified(*PEOPLE)}, 0.03),
        ({"is_supervised": True}, 0.34),
        ({"host": ALL_FOUR}, 0.90),
    ],
)
def test_each_mended_layer_takes_its_part_of_the_insider_rate(
    found: float, change: dict[str, object], fall: float
) -> None:
    assert 1.0 - insider(**change) / found == pytest.approx(fall, abs=0.05)


def test_log_review_alone_changes_nothing_while_the_alert_is_absent(found: float) -> None:
    assert insider(host=verified(*REVIEW)) == found


def test_the_order_is_media_then_alert_and_review_then_phone_then_employer(found: float) -> None:
    rates = [
        insider(host=verified(*MEDIA)),
        insider(host=verified(*ALERT, *REVIEW)),
        insider(host=verified(*PHONE)),
        insider(last=verified(*PEOPLE)),
        found,
    ]
    assert rates == sorted(rates) and len(set(rates)) == len(rates)


def test_full_supervision_helps_more_than_training_at_the_last_employer() -> None:
    assert insider(is_supervised=True) < insider(last=verified(*PEOPLE))


def test_reading_everything_as_the_last_employer_answers_hides_three_quarters_of_the_rate(found: float) -> None:
    assert found >= 4.0 * insider(is_naive=True)


def test_mending_the_four_measures_takes_85_per_cent_of_the_expected_loss_of_the_path() -> None:
    before = path_of(assessed(shape()), CHAIN)["eal_yen"]["pt"]
    after = path_of(assessed(shape(host=ALL_FOUR)), CHAIN)["eal_yen"]["pt"]
    assert after <= 0.15 * before


def test_the_reasons_name_the_host_not_the_last_employer() -> None:
    path = path_of(assessed(shape()), CHAIN)
    (channel,) = [c for c in path["channels"] if c["scenario"] == "INS"]
    by_share = sorted(channel["layers"], key=lambda layer: -layer["share"])
    assert (by_share[0]["layer"], by_share[0]["party_id"]) == ("write_out", "P-1")
    own = sum(layer["share"] for layer in channel["layers"] if layer["party_id"] == "P-3")
    assert own < 0.1


def test_among_thirty_ordinary_siblings_the_shape_is_first_until_it_is_mended() -> None:
    """Siblings: one to three tiers, ordinary work (see `shapes.ORDINARY`), answers drawn; 20 seeds."""
    is_below = []
    mended = path_of(assessed(shape(host=ALL_FOUR)), CHAIN)["eal_yen"]["pt"]
    for seed in range(20):
        before = assessed(joined(shape(), siblings(seed)))
        assert tuple(before["paths"][0]["parties"]) == CHAIN, f"seed {seed}"
        largest = max(p["eal_yen"]["pt"] for p in before["paths"] if p["parties"][-1].startswith("V-"))
        is_below.append(mended < largest)
    assert statistics.median(is_below) == 1
