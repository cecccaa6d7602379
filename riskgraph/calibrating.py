"""The work of ``calibrate``: base rates brought up to date with the user's own incident counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskgraph.analysis.calibration import calibrate
from riskgraph.errors import ParameterRefused
from riskgraph.model.calibration import Calibration, IncidentCount
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import score
from riskgraph.scoring.expected import expected_by_actor


def calibrated(
    submission: Submission,
    parameters: Parameters,
    catalogue: Catalogue,
    counts: Sequence[IncidentCount],
    *,
    as_of: date,
) -> tuple[Calibration, Parameters]:
    """Return what the counts make of the base rates, and the parameters with the new ones in place.

    The register as it stands on `as_of` is taken for the whole time that the counts were taken over.

    Raises
    ------
    ParameterRefused
        ``incidents.out_of_range`` where a new rate leaves its allowed range; nothing is clipped.
    """
    scored = score(submission, catalogue, parameters, as_of=as_of)
    found = calibrate(counts, expected_by_actor(scored), parameters)
    for rate in found.rates:
        known = parameters.by_key[rate.parameter]
        if not known.minimum <= rate.new <= known.maximum:
            limits = {"minimum": known.minimum, "maximum": known.maximum, "observed": rate.observed}
            value = f"{rate.new:.6g}"
            raise ParameterRefused("incidents.out_of_range", {"key": rate.parameter, "value": value, **limits})
    return found, parameters.changed({rate.parameter: rate.new for rate in found.rates})
