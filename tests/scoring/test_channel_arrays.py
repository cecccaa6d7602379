"""The array engine against a graph that is walked channel by channel, and its changes against full passes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.bench.made_up import Plan, made_up
from riskgraph.bench.made_up_arrays import SCENARIOS, blocks_of, worth_of
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.control import Combine, Layer, Role
from riskgraph.scoring import channel_arrays
from riskgraph.scoring.array_changes import ArrayChanges
from riskgraph.scoring.channel_arrays import LINE, PLACE_BIT, RIGHTS, STAFF, Block, Worth, column_of, evaluate
from tests.scoring.networkx_reference import ReferenceLayer, add_channel, channels_of, eal_by_channel
from tests.scoring.worlds import promise

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
POINT = 1


def made(size: int, seed: int) -> tuple[Plan, Worth, tuple[Block, ...]]:
    plan = made_up(size, CATALOGUE, seed=seed)
    worth = worth_of(plan, PARAMETERS)
    return plan, worth, blocks_of(plan, worth, CATALOGUE, PARAMETERS, factors=PARAMETERS.population)


def strength(worth: Worth, party: int, parts: tuple[str, ...], combine: Combine, end: int) -> float:
    if party >= len(worth.strengths):
        return 0.0
    found = [float(worth.strengths[party, worth.columns[part], end]) for part in parts]
    return min(found) if combine is Combine.MIN else max(found)


def reference_layer(layer: Layer, efficacy: float, block: Block, worth: Worth, c: int, end: int) -> ReferenceLayer:
    """Return one layer of channel c as the reference takes it, read from the entities alone."""
    if layer.role is Role.SUPERVISION:
        return ReferenceLayer(efficacy, 0.0, is_supervision=True)
    column = column_of(layer)
    entity = int(block.entity(column)[c])
    if column == STAFF:
        entity = int(worth.staff_party[entity])
    parts = layer.parts
    if column == RIGHTS and entity > len(worth.strengths):
        entity, parts = entity - len(worth.strengths) - 1, (*layer.parts, *layer.bulk_parts)
    place = "host" if column == RIGHTS else column
    bound = None
    if layer.host_parts:
        bound = strength(worth, int(block.entity("host")[c]), layer.host_parts, layer.combine, end)
    return ReferenceLayer(
        efficacy,
        strength(worth, entity, parts, layer.combine, end),
        is_supervised=layer.role is Role.EMPLOYER,
        bound=bound,
        is_own_place=bool(block.own[c] & PLACE_BIT.get(place, 0)),
    )


def as_graph(plan: Plan, worth: Worth, blocks: tuple[Block, ...], end: int) -> nx.DiGraph:
    """Return lines and channels as a graph; q of a hop is told back from the products only at the top."""
    graph = nx.DiGraph()
    count = len(plan.chain)
    for e in range(count):
        above, q = int(plan.above[e]), float(worth.supervision[e, end])
        if above < 0:
            graph.add_edge(("owner", int(plan.consignor[e])), e, q=q)
        else:
            upper = float(worth.supervision[above, end])
            graph.add_edge(above, e, q=q / upper if upper > 0 else 0.0)
    for owner in range(plan.owners):
        graph.add_edge(("nobody", owner), count + owner, q=float(worth.supervision[count + owner, end]))
    for number, block in enumerate(blocks):
        event = np.repeat(np.arange(len(block.event_start) - 1), np.diff(block.event_start))
        for c in range(block.count):
            layers = [
                reference_layer(layer, efficacy, block, worth, c, end)
                for layer, efficacy in zip(block.table.layers, block.table.efficacy, strict=True)
            ]
            line = int(block.entity(LINE)[c])
            add_channel(
                graph,
                ("channel", number, c),
                line,
                layers,
                event=(number, int(event[c])),
                latent=float(worth.latent[line, end]) if block.has_staff and end > 0 else 0.0,
                exposure=float(block.exposure[end, c]),
                fixed=float(block.fixed[end, c]),
                variable=float(block.variable[end, c]),
            )
    return graph


@pytest.mark.parametrize("end", [0, 1, 2])
@pytest.mark.parametrize("seed", [11, 12])
def test_arrays_give_what_walking_the_graph_gives(seed: int, end: int) -> None:
    plan, worth, blocks = made(120, seed)
    total = evaluate(blocks, worth, end)
    graph = as_graph(plan, worth, blocks, end)
    walked = eal_by_channel(graph, r0=worth.r0, beta=worth.beta)
    assert len(walked) == sum(block.count for block in blocks) > 300
    for name in channels_of(graph):
        _, number, c = name
        np.testing.assert_allclose(blocks[number].eal[end, c], walked[name], rtol=1e-12, err_msg=str(name))
    assert total == pytest.approx(sum(walked.values()), rel=1e-12)


@promise(40)
@given(st.integers(0, 10**6))
def test_one_answer_gives_what_a_full_pass_gives(seed: int) -> None:
    random = Random(seed)
    end = random.choice((0, 1, 2))
    plan, worth, blocks = made(random.choice((7, 60, 200)), seed)
    evaluate(blocks, worth, end)
    changes = ArrayChanges(blocks, worth, end)
    before = [block.eal[end].copy() for block in blocks]
    # Few parties, so that a question would meet what another one left behind.
    asked = [random.randrange(plan.parties), int(plan.host[0]), int(plan.consignee[0])]
    for _ in range(8):
        party, control = random.choice(asked), random.choice(plan.controls)
        said = random.choice((0.0, 0.3, 1.0, random.random()))
        change = changes.answer(party, control, said)
        if control in ("INC-03", "ORG-05", "CHN-01", "CHN-02", "CHN-03", "CHN-04", "CHN-05", "HUM-01"):
            assert change.count == 0  # no layer of these scenarios
            continue
        strengths = worth.strengths.copy()
        strengths[party, worth.columns[control], end] = said
        total = evaluate(blocks, replace(worth, strengths=strengths), end)
        after = np.concatenate([block.eal[end] for block in blocks])
        assert change.total == pytest.approx(total, rel=1e-12)
        kept = np.concatenate(before)
        kept[change.channels] = change.eal
        np.testing.assert_allclose(kept, after, rtol=1e-12)
        for block, old in zip(blocks, before, strict=True):
            block.eal[end] = old


@promise(20)
@given(st.integers(0, 10**6))
def test_supervision_of_lines_gives_what_a_full_pass_gives(seed: int) -> None:
    random = Random(seed)
    end = random.choice((0, 1, 2))
    _, worth, blocks = made(80, seed)
    evaluate(blocks, worth, end)
    changes = ArrayChanges(blocks, worth, end)
    count = len(worth.supervision)
    lines = np.array(sorted(random.sample(range(count), min(count, random.choice((1, 5))))))
    q = np.array([random.random() for _ in lines])
    change = changes.lines(lines, q)
    supervision = worth.supervision.copy()
    supervision[lines, end] = q
    assert change.total == pytest.approx(evaluate(blocks, replace(worth, supervision=supervision), end), rel=1e-12)


def test_a_question_leaves_the_arrays_as_they_were() -> None:
    plan, worth, blocks = made(60, 5)
    evaluate(blocks, worth, POINT)
    changes = ArrayChanges(blocks, worth, POINT)
    asked = (int(plan.host[3]), "SYS-10", 1.0)
    first = changes.answer(*asked)
    changes.answer(int(plan.consignee[4]), "HUM-04", 0.0)
    again = changes.answer(*asked)
    assert first.count > 0
    assert first.total == again.total


def test_tiles_cut_nothing_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, worth, blocks = made(200, 3)
    totals = [evaluate(blocks, worth, end) for end in range(3)]
    rates = [block.rate.copy() for block in blocks]
    monkeypatch.setattr(channel_arrays, "TILE", 7)
    assert [evaluate(blocks, worth, end) for end in range(3)] == pytest.approx(totals, rel=1e-12)
    for block, rate in zip(blocks, rates, strict=True):
        assert (block.rate == rate).all()
    assert max(np.diff(block.event_start).max() for block in blocks) > 7
    assert tuple(block.table.scenario.scenario_id for block in blocks) == SCENARIOS
    assert plan.parties > 0
