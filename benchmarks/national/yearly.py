"""The yearly table of the country by DuckDB: municipality × year × category straight from the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

MOST_MEMORY = "4GB"


def yearly(folder: Path) -> list[list[Any]]:
    """Rows of [municipality, year, category, events], in this order. Two threads; more than 4 GB is refused."""
    sql = f"""SELECT parse_path(filename)[-2] AS municipality, year, category, SUM(n)::BIGINT AS events
        FROM read_parquet('{folder}/*/incident_fact.parquet', filename = true)
        WHERE left_out = '' GROUP BY ALL ORDER BY ALL"""
    with duckdb.connect(config={"threads": 2, "memory_limit": MOST_MEMORY, "temp_directory": ""}) as connection:
        return [list(row) for row in connection.execute(sql).fetchall()]
