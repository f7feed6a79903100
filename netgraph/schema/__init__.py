"""What a row is: the tables netgraph keeps, their columns and units, and how names are folded.

The words here are those of the CSV files, of the book and of the frames. Readers produce `Tables`,
`identity` gives every person one id in them, `network` freezes them as of a day.
"""

from .companies import (
    company_keys,
    fold_company,
)
from .folding import (
    MANY_SEPARATOR,
    clean_text,
    fold_email,
    fold_name,
    join_many,
    profile_slug,
    split_many,
)
from .frames import (
    Tables,
    concat,
    frame,
    missing_column,
    row_texts,
    same_text,
    typed,
)
from .tables import (
    ASK_STATUSES,
    EGO,
    EVENT_KINDS,
    FAVOUR_KINDS,
    GROUPS,
    INTRODUCTION_STATUSES,
    ORIGINS,
    PERMISSIONS,
    PRECISIONS,
    PREFERS,
    PROVENANCE,
    ROLES,
    TABLES,
    Column,
    Kind,
    Table,
    table_names,
)

__all__ = [
    "ASK_STATUSES",
    "EGO",
    "EVENT_KINDS",
    "FAVOUR_KINDS",
    "GROUPS",
    "INTRODUCTION_STATUSES",
    "MANY_SEPARATOR",
    "ORIGINS",
    "PERMISSIONS",
    "PRECISIONS",
    "PREFERS",
    "PROVENANCE",
    "ROLES",
    "TABLES",
    "Column",
    "Kind",
    "Table",
    "Tables",
    "clean_text",
    "company_keys",
    "concat",
    "fold_company",
    "fold_email",
    "fold_name",
    "frame",
    "join_many",
    "missing_column",
    "profile_slug",
    "row_texts",
    "same_text",
    "split_many",
    "table_names",
    "typed",
]
