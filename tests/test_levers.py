"""A parameter that a user changes moves what its label says, by as much as it says, and nothing else.

The shipped population factors are rounded to six digits and those of a changed table are not, hence 1e-5.
"""

from __future__ import annotations

import pytest

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from tests.made_up import AS_OF
from tests.test_public_chains import PROJECTS, as_submission


@pytest.fixture(scope="module")
def submission():
    return as_submission(PROJECTS["18"])


@pytest.fixture(scope="module")
def shipped(submission):
    return assess(submission, load_parameters(), load_catalogue(), as_of=AS_OF, is_full=False)


def with_value(submission, key, value):
    return assess(submission, load_parameters().changed({key: value}), load_catalogue(), as_of=AS_OF, is_full=False)


def test_the_share_that_the_owner_bears_scales_the_expected_loss_and_no_rate(submission, shipped):
    half = with_value(submission, "liability.owner_share", 0.5)

    assert half.totals.eal_yen.pt == pytest.approx(shipped.totals.eal_yen.pt / 2, rel=1e-5)
    assert half.totals.rate_per_year.pt == pytest.approx(shipped.totals.rate_per_year.pt, rel=1e-5)


@pytest.mark.parametrize("key", ["jo.social", "jo.response"])
def test_the_factors_of_the_ceiling_double_it_and_leave_the_expectation(submission, shipped, key):
    doubled = with_value(submission, key, 2.0)

    assert doubled.assets[0].jo_ceiling_yen == pytest.approx(2 * shipped.assets[0].jo_ceiling_yen, rel=1e-12)
    assert doubled.totals.eal_yen.pt == pytest.approx(shipped.totals.eal_yen.pt, rel=1e-5)
