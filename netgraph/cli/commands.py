"""The commands: each a function of the door, asked with its own options.

Command = function with dashes, option = keyword.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import netgraph as ng

from .asking import Answer, answers

app = typer.Typer(
    name="netgraph",
    help="Who to ask for an introduction, by which path, and why. Everything stays on this machine.",
    epilog="Example: netgraph routes sample_data --ego me --company 'Blue Harbor'",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
