"""GraphML and GEXF of other programs as people, ties and events."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from netgraph import sources
from netgraph.errors import SourceError
from netgraph.sources.rows import Reading


def read(tmp_path: Path, text: str, name: str = "net.graphml") -> Reading:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return sources.read(file)


YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="port" id="d0" yfiles.type="portgraphics"/>
  <key attr.name="company" attr.type="string" for="node" id="d4"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0"><data key="d4">Acme</data>
      <data key="d6"><y:ShapeNode><y:NodeLabel>Ines Vale<y:LabelModel/></y:NodeLabel>
      </y:ShapeNode></data></node>
    <node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Ravi Rao</y:NodeLabel></y:ShapeNode>
    </data></node>
    <edge id="e0" source="n0" target="n1"><data key="d10"><y:PolyLineEdge/></data></edge>
  </graph>
</graphml>"""

GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="undirected">
<attributes class="node"><attribute id="0" title="Class Year" type="integer"/>
<attribute id="1" title="shoe size" type="string"/></attributes>
<attributes class="edge"><attribute id="0" title="relation" type="string"/></attributes>
<nodes><node id="a" label="Ines Vale"><attvalues><attvalue for="0" value="2010"/>
<attvalue for="1" value="38"/></attvalues></node><node id="b" label="Ravi Rao"/>
<node id="b" label="again"/></nodes>
<edges><edge source="a" target="b"><attvalues><attvalue for="0" value="family"/></attvalues></edge>
<edge source="a" target="nobody"/><edge source="a" target="a"/></edges></graph></gexf>"""


def test_yed_s_file_gives_labels_attributes_and_ties(tmp_path: Path) -> None:
    tables = read(tmp_path, YED).tables
    assert list(tables.contacts["name"]) == ["Ines Vale", "Ravi Rao"]
    assert list(tables.contacts["company"]) == ["Acme", ""]
    assert list(zip(tables.ties["a"], tables.ties["b"], strict=True)) == [("id:n0", "id:n1")]


def test_gexf_is_read_and_what_is_wrong_in_it_costs_itself(tmp_path: Path) -> None:
    reading = read(tmp_path, GEXF, "net.gexf")
    contacts = reading.tables.contacts
    assert list(contacts["name"]) == ["Ines Vale", "Ravi Rao"]
    assert (contacts["class_year"][0], contacts["shoe size"][0]) == (2010, "38")
    assert list(reading.tables.ties["relation"]) == ["family"]
    reasons = [s.reason for s in reading.reports[0].skipped]
    assert len(reasons) == 3
    assert reading.reports[0].records == 3


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_what_networkx_writes_is_read_whole(tmp_path: Path, kind: str) -> None:
    graph = nx.relabel_nodes(nx.karate_club_graph(), str)
    file = tmp_path / f"karate.{kind}"
    (nx.write_graphml if kind == "graphml" else nx.write_gexf)(graph, file)
    tables = sources.read(file).tables
    pairs = {
        frozenset((a.removeprefix("id:"), b.removeprefix("id:")))
        for a, b in zip(tables.ties["a"], tables.ties["b"], strict=True)
    }
    assert pairs == {frozenset(e) for e in graph.edges}
    assert len(tables.contacts) == 34


def test_an_edge_with_a_time_is_an_event(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", date="2024-05-17")
    graph.add_edge("b", "a", timestamp=1_715_904_000)
    graph.add_edge("a", "b", timestamp=3)
    file = tmp_path / "log.graphml"
    nx.write_graphml(graph, file)
    reading = sources.read(file)
    events = reading.tables.events
    assert list(events["instant"]) == [1_715_904_000] * 2
    assert list(events["precision"]) == ["day", "second"]
    assert list(reading.tables.event_people["role"]) == ["by", "to"] * 2
    assert len(reading.tables.ties) == 1
    assert reading.reports[0].warnings


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE graphml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    text = YED.replace("<graphml", bomb + "<graphml", 1).replace("Acme", "&b;")
    with pytest.raises(SourceError, match="DOCTYPE"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", [YED[:-40], YED.replace("</graphml>", ""), "<graphml><" * 300])
def test_a_broken_file_is_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"net\.graphml"):
        read(tmp_path, text)
