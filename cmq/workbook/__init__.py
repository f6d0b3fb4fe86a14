"""Fields <-> an .xlsx, from the declarations of ``cmq.campaign``.

- ``cells``, ``words``: a value in a cell, and what a cell that somebody filled says.
- ``places``: which table, and which row of it, shows a field.
- ``writing``, with ``sheets`` (styles), ``synthesis``, ``checks``, ``read_me``, ``stamp``: fields -> .xlsx.
- ``guards``, ``reading``, ``intake``, ``grid``, ``indicator_rows``, ``glance``: .xlsx -> fields.
"""
