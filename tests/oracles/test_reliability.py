"""P(reached) against published values and other people's inference engines (pyAgrum, pgmpy)."""

from __future__ import annotations

import itertools
import math
import warnings

import numpy as np
import pytest

from riskgraph.graphs.exact import exact_reach
from riskgraph.graphs.links import Floats, Links
from riskgraph.graphs.reliability import reach
from tests.graphs.drawn_links import links, narrow, of_treewidth

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pyagrum


@pytest.mark.parametrize(("p", "published"), [(0.5, 0.5), (0.8, 0.91136), (0.9, 0.97848), (0.99, 0.9997980498)])
def test_the_bridge_network_has_its_classical_reliability(p: float, published: float) -> None:
    """R = 2p^2 + 2p^3 - 5p^4 + 2p^5; the bridge is two links, of which each way uses one at most."""
    bridge = [(0, 1, p), (0, 2, p), (1, 3, p), (2, 3, p), (1, 2, p), (2, 1, p)]
    found = exact_reach(links(4, *bridge), 0)
    assert found is not None
    assert found[3] == pytest.approx(2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5, abs=1e-14)
    assert found[3] == pytest.approx(published, abs=5e-11)


def test_k4_has_its_classical_two_terminal_reliability() -> None:
    """The bridge with one more direct link: 1 - (1 - p)(1 - R); p = 0.9 gives 0.9978480."""
    k4 = [(a, b, 0.9) for a in range(4) for b in range(4) if a != b]
    found = exact_reach(links(4, *k4), 0)
    assert found is not None
    assert found[3] == pytest.approx(0.9978480, abs=1e-12)


FEVER = {"cold": 0.6, "flu": 0.2, "malaria": 0.1}
CAUSES = [
    (("cold", "flu", "malaria"), 0.988),
    (("cold", "flu"), 0.88),
    (("cold", "malaria"), 0.94),
    (("flu", "malaria"), 0.98),
]


@pytest.mark.parametrize(("causes", "published"), CAUSES)
def test_aima_noisy_or_of_fever(causes: tuple[str, ...], published: float) -> None:
    """Russell and Norvig, Artificial Intelligence: a source that is sure reaches the causes, each is inhibited."""
    edges = [(0, n, 1.0) for n in range(1, len(causes) + 1)]
    edges += [(n, 9, 1 - FEVER[cause]) for n, cause in enumerate(causes, start=1)]
    given = links(10, *edges)
    found = exact_reach(given, 0)
    assert found is not None
    assert found[9] == pytest.approx(published, abs=1e-12)
    # Without circles the bounds do not meet here; the policy must not rest on their middle.
    assert reach(given, 0).value[9] == pytest.approx(published, abs=0.005)
    assert by_pyagrum(given)[9] == pytest.approx(published, abs=1e-12)


def by_pyagrum(given: Links) -> Floats:
    """Return the marginals of the noisy-OR network without leak whose root is sure (LazyPropagation)."""
    net = pyagrum.BayesNet()
    net.add(pyagrum.LabelizedVariable("v0", "", 2))
    for node in range(1, given.nodes):
        net.addNoisyORCompound(pyagrum.LabelizedVariable(f"v{node}", "", 2), 0.0)
    for tail, head, p in zip(given.tail, given.head, given.p, strict=True):
        net.addWeightedArc(f"v{tail}", f"v{head}", float(p))
    net.cpt("v0")[:] = [0.0, 1.0]
    engine = pyagrum.LazyPropagation(net)
    engine.makeInference()
    return np.array([float(engine.posterior(f"v{node}")[1]) for node in range(given.nodes)])


NETWORKS = [
    *(narrow(seed, nodes) for seed, nodes in ((1, 12), (2, 20), (3, 40), (4, 40))),
    *(of_treewidth(seed, 40, width) for seed, width in ((1, 3), (2, 5), (3, 8), (4, 8), (5, 8))),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("given", NETWORKS)
def test_pyagrum_noisy_or_networks_have_these_marginals(given: Links) -> None:
    found = exact_reach(given, 0)
    assert found is not None
    assert found == pytest.approx(by_pyagrum(given), abs=1e-10)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("given", [narrow(5, 16), of_treewidth(6, 18, 4)])
def test_pgmpy_variable_elimination_has_these_marginals(given: Links) -> None:
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork

    model = DiscreteBayesianNetwork()
    model.add_nodes_from([f"v{n}" for n in range(given.nodes)])
    model.add_edges_from([(f"v{t}", f"v{h}") for t, h in zip(given.tail, given.head, strict=True)])
    for node in range(given.nodes):
        into = np.flatnonzero(given.head == node)
        missed = [
            math.prod(1 - p for p, on in zip(given.p[into], ons, strict=True) if on)
            for ons in itertools.product((0, 1), repeat=len(into))
        ]
        off = [0.0] if node == 0 else missed
        parents = [f"v{t}" for t in given.tail[into]]
        table = [off, [1 - p for p in off]]
        model.add_cpds(
            TabularCPD(f"v{node}", 2, table, evidence=parents or None, evidence_card=[2] * len(into) or None)
        )
    found = exact_reach(given, 0)
    assert found is not None
    engine = VariableElimination(model)
    for node in (3, 9, given.nodes - 1):
        queried = engine.query([f"v{node}"], show_progress=False)
        assert found[node] == pytest.approx(float(queried.values[1]), abs=1e-10)
