"""The templates of letters and questions: netgraph's own, or the user's file of the same name.

They run in a sandbox and see nothing but plain words, so that neither a template nor a name in it
can do anything else. A name is put in as it is: braces in it are letters.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ..errors import NetgraphError, SourceError
from ..output import write_file

OWN: Final = Path(__file__).parent / "templates"


def template_folder() -> Path:
    """Return where the user's templates lie: NETGRAPH_TEMPLATES, else in the config folder."""
    named = os.environ.get("NETGRAPH_TEMPLATES")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_path("netgraph")) / "templates"


def template_names() -> list[str]:
    """Return the names of the templates."""
    return sorted(path.stem for path in OWN.glob("*.txt"))


def copy_templates(to: Path | None = None) -> list[Path]:
    """Copy netgraph's templates to the user's folder, for editing; files there are left alone."""
    place = to or template_folder()
    made = []
    for path in sorted(OWN.glob("*.txt")):
        copy = place / path.name
        if not copy.exists():
            write_file(copy, path.read_bytes())
            made.append(copy)
    return made


def filled(name: str, words: Mapping[str, str | int | None], folder: Path | None = None) -> str:
    """Return the template of that name with the words put in.

    Raises
    ------
    NetgraphError
        There is no such template.
    SourceError
        The user's template is none: file, line, what is wrong.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    if name not in template_names():
        raise NetgraphError(f"no template {name!r}; there are {', '.join(template_names())}")
    path = (folder or template_folder()) / f"{name}.txt"
    path = path if path.is_file() else OWN / f"{name}.txt"
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    sandbox.globals.clear()
    try:
        text = sandbox.from_string(path.read_text("utf-8")).render(dict(words))
    except UnicodeDecodeError:
        raise SourceError(f"{path}: not UTF-8 text") from None
    except TemplateError as fault:
        line = getattr(fault, "lineno", None)
        where = f"{path}:{line}" if line else str(path)
        known = ", ".join(sorted(words))
        raise SourceError(f"{where}: {fault}; a template knows the words {known}") from None
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as fault:
        raise SourceError(f"{path}: {type(fault).__name__}: {fault}") from None
    return text.strip() + "\n"
