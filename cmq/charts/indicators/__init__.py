"""The charts of quality indicators (cahier des charges § 2.3 and § 2.11).

- ``trends``: all indicators as small charts, family by family.
- ``trend``: one of them, as large as its page, with its groups.
- ``targets``: how far each one is from its target.
- ``value_added``: start, now and target, under each finalité of the label.

Only values that ``cmq.indicators`` measured are drawn; a year without one is a gap, and nothing is extrapolated.
"""
