"""The commands: each a function of the door, asked with its own options.

Command = function with dashes, option = keyword. Annotations are read when this file loads, and
`"ng.Network"` stands in quotes so that help does not open that room.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import netgraph as ng

from ..rules import MAX_HOPS
from . import interviewing, keeping
from .asking import Answer, AsOf, Ego, Form, Format, Input, Zone, answers, say

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    name="netgraph",
    help="Who to ask for an introduction, by which path, and why. Nothing leaves this machine.",
    epilog="Example: netgraph routes sample_data --ego me --company 'Blue Harbor'",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(is_asked: bool) -> None:
    if is_asked:
        say(f"netgraph {ng.__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Which version?")
    ] = False,
) -> None:
    pass


def question(example: str) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Put a function (net, *, options) -> Answer among the commands, with an example."""

    def put(function: Callable[..., Answer]) -> Callable[..., None]:
        name = function.__name__.replace("_", "-")
        return app.command(name, epilog=f"Example: netgraph {name} {example}")(answers(function))

    return put


class Ties(StrEnum):
    """Whose ties an answer is about."""

    person = "person"
    all = "all"


class Scope(StrEnum):
    """Over which ties a person's position is worked out."""

    network = "network"
    ego = "ego"


class Layout(StrEnum):
    """How people are seated on the map."""

    islands = "islands"
    ego = "ego"


Of = Annotated[
    Ties, typer.Option(help="person: your tie with everybody; all: every known tie, by pair.")
]
MaxHops = Annotated[int, typer.Option(metavar="HOPS", help="Steps at most, 1 to 4.")]
Inferred = Annotated[bool, typer.Option(help="Use ties that a shared company suggests.")]
WHO = ("person", "a", "b", "name")


@question("sample_data --ego me")
def freshness(net: "ng.Network", *, of: Of = Ties.person) -> Answer:
    """How alive is each tie now, and when is the next touch due?"""
    rows = ng.freshness(net, of=of.value)
    return Answer(
        rows,
        (
            *WHO,
            "freshness",
            "days_silent",
            "n_contact_days",
            "usual_gap_days",
            "due_on",
            "is_dormant",
        ),
        heading=f"{_many(rows)}, freshest first",
        nothing=_no_tie(net),
        next=("weak-ties",),
        coverage=net.coverage,
    )


@question("sample_data --ego me")
def strength(net: "ng.Network", *, of: Of = Ties.person) -> Answer:
    """How much of all contact has each tie had?"""
    rows = ng.strength(net, of=of.value)
    return Answer(
        rows,
        (
            *WHO,
            "strength",
            "intensity",
            "n_contact_days",
            "n_sent_days",
            "n_received_days",
            "closeness",
        ),
        heading=f"{_many(rows)}, strongest first",
        nothing=_no_tie(net),
        next=("freshness",),
    )


@question("sample_data --ego me")
def weak_ties(net: "ng.Network", *, of: Of = Ties.person) -> Answer:
    """Which ties are weak, and which of them open another circle?"""
    rows = ng.weak_ties(net, of=of.value)
    return Answer(
        rows,
        (
            *WHO,
            "intensity_band",
            "mutual_band",
            "span_hops",
            "known_overlap",
            "freshness",
            "is_moderately_weak",
        ),
        heading=f"{_many(rows)}, moderately weak ones first",
        nothing=_no_tie(net),
        next=("reach",),
    )


@question("sample_data --ego me")
def brokerage(
    net: "ng.Network",
    *,
    weighted: Annotated[bool, typer.Option(help="Let a tie count its contact days.")] = False,
    scope: Annotated[
        Scope, typer.Option(help="The whole network, or each person's own.")
    ] = Scope.network,
) -> Answer:
    """Who stands between people who do not know each other?"""
    rows = ng.brokerage(net, weighted=weighted, scope=scope.value)
    return Answer(
        rows,
        (
            *WHO,
            "n_contacts",
            "n_ties_among",
            "effective_size",
            "efficiency",
            "constraint",
            "hierarchy",
        ),
        heading=f"{count(rows, 'person', 'people')}, largest effective size first",
        nothing="there is nobody in this network",
        next=("introducers",),
    )


@question("sample_data --ego me")
def introducers(net: "ng.Network") -> Answer:
    """Who introduced people to each other, and what came of it?"""
    rows = ng.introducers(net)
    return Answer(
        rows,
        (
            *WHO,
            "n_introduced",
            "n_announced",
            "met_share",
            "n_downstream",
            "is_single_point",
            "last_on",
        ),
        heading=f"{count(rows, 'person', 'people')} who opened doors",
        nothing="no introduction is recorded; a table introductions.csv has them",
        next=("reach",),
    )


@question("sample_data --ego me")
def reach(net: "ng.Network", *, max_hops: MaxHops = MAX_HOPS, inferred: Inferred = True) -> Answer:
    """Whom could you be introduced to, and through whom?"""
    rows = ng.reach(net, max_hops=max_hops, inferred=inferred)
    return Answer(
        rows,
        (*WHO, "company", "reach", "p", "n_hops", "n_helpers", "helper_name"),
        heading=f"{count(rows, 'person', 'people')} within {max_hops} steps",
        nothing=f"nobody is within {max_hops} steps who is no contact of yours already",
        next=("whom-to-ask", str(rows.index[0])) if len(rows) else ("freshness",),
    )


@question("sample_data --ego me --company Acme")
def routes(
    net: "ng.Network",
    *,
    company: Annotated[str | None, typer.Option(help="Into this company ...")] = None,
    person: Annotated[str | None, typer.Option(help="... or to this person ...")] = None,
    field: Annotated[str | None, typer.Option(help="... or into this field.")] = None,
    max_hops: MaxHops = MAX_HOPS,
    n: Annotated[int, typer.Option("--n", metavar="N", help="Routes at most.")] = 5,
    inferred: Inferred = True,
) -> Answer:
    """By which paths can you reach a person, a company or a field?"""
    from .telling import told_routes

    goal = goal_of(company, person, field)
    return told_routes(net, goal, max_hops=max_hops, n=n, inferred=inferred)


@question("sample_data ravi --ego me")
def whom_to_ask(
    net: "ng.Network",
    *,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Whom you want to meet.")],
    inferred: Inferred = True,
) -> Answer:
    """Whom of your contacts should you ask for an introduction to this person?"""
    from .telling import told_helpers

    return told_helpers(net, person, inferred=inferred)


@question("sample_data --ego me")
def backtest(
    net: "ng.Network",
    *,
    horizon_days: Annotated[
        int, typer.Option(min=1, metavar="DAYS", help="The window after each past day.")
    ] = 90,
) -> Answer:
    """Were these numbers right, on your own past?"""
    from .judging import told_backtest

    return told_backtest(net, horizon_days)


@question("sample_data --ego me --company Acme --output network.html")
def draw(
    net: "ng.Network",
    *,
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("network.html"),
    color: Annotated[str, typer.Option(help="A column of people, or of a measure.")] = "company",
    size: Annotated[str, typer.Option(help="The same for the dots' size.")] = "ties",
    company: Annotated[str | None, typer.Option(help="Show the routes into this company,")] = None,
    person: Annotated[str | None, typer.Option(help="to this person,")] = None,
    field: Annotated[str | None, typer.Option(help="or into this field.")] = None,
    layout: Annotated[Layout, typer.Option(help="An island a company, or rings by steps.")] = (
        Layout.islands
    ),
    title: Annotated[str | None, typer.Option(help="The heading. Default: your name.")] = None,
    pyvis: Annotated[bool, typer.Option(help="Write a pyvis page (up to 1,500 people).")] = False,
    open: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open",
            help="Show it in the browser. Default: where you sit at a terminal.",
            show_default=False,
        ),
    ] = None,
) -> Answer:
    """What does the network look like, in one page that opens anywhere, offline?"""
    from .drawing import drawn

    looks = {"color": color, "size": size, "layout": layout.value}
    goal = goal_of(company, person, field, is_needed=False)
    return drawn(net, output, goal, looks, title=title, is_pyvis=pyvis, open_it=open)


class Kind(StrEnum):
    """In which form a network is written."""

    csv = "csv"
    vcard = "vcard"
    graphml = "graphml"
    gexf = "gexf"
    json = "json"


@question("sample_data --ego me --output network.graphml")
def convert(
    net: "ng.Network",
    *,
    output: Annotated[
        Path,
        typer.Option(help="A folder for CSV tables, or a file in .vcf, .graphml, .gexf, .json."),
    ] = Path("network"),
    kind: Annotated[
        Kind | None, typer.Option(help="The form, where the ending does not say it.")
    ] = None,
) -> Answer:
    """How can another program read this network: as tables, vCards or a graph?"""
    from .converting import converted

    return converted(net, output, kind and kind.value)


@app.command("check", epilog="Example: netgraph check Basic_LinkedInDataExport.zip")
def check_files(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="Folder, file or archive.")],
    format: Form = Format.table,
) -> None:
    """What is in these files, and what could not be read?"""
    from .checking import check

    check(source, format)


@app.command("demo", epilog="Example: netgraph demo sample_data --ego me --as-of 2026-11-01")
def demo(
    source: Input = "sample_data",
    output: Annotated[Path, typer.Option(help="Where the map goes.")] = Path("network.html"),
    company: Annotated[str | None, typer.Option(help="Default: the first target.")] = None,
    ego: Ego = None,
    as_of: AsOf = None,
    tz: Zone = None,
) -> None:
    """What does netgraph see in this network? The whole story, and the map."""
    from .answering import Asked
    from .story import tell

    tell(Asked("demo", source, ego, as_of, tz), output, company)


def goal_of(
    company: str | None, person: str | None, field: str | None, is_needed: bool = True
) -> dict[str, str]:
    """Return the one option that says where to, as a keyword."""
    words = {"company": company, "person": person, "field": field}
    given = {name: word for name, word in words.items() if word is not None}
    if len(given) > 1 or (is_needed and not given):
        number = "exactly" if is_needed else "at most"
        raise typer.BadParameter(f"{number} one of --company, --person and --field is expected")
    return given


def count(rows: "pd.DataFrame", one: str, many: str = "") -> str:
    """Return `1 tie`, `1,204 ties`."""
    return f"{len(rows):,} {one if len(rows) == 1 else many or one + 's'}"


def _many(rows: "pd.DataFrame") -> str:
    """Return how many people or pairs an answer is about."""
    return count(rows, "pair") if rows.index.nlevels > 1 else count(rows, "person", "people")


def _no_tie(net: "ng.Network") -> str:
    """Return why there is no tie to speak of."""
    who = net.label(net.ego_index) if net.ego_index >= 0 else "anybody"
    return f"no tie of {who} is known on {net.as_of}"


interviewing.add_to(app)
keeping.add_to(app)
