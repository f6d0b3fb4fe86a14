"""Which tests go to which process, where several share them."""

import re

from xdist.scheduler import LoadScopeScheduling

_VISIT = re.compile(r"\[([^\]@]+)@[^\]]*\]$")


class ByVisit(LoadScopeScheduling):
    """The tests that ask what one visit saw stay together, and go first: they are the longest. The others go one by one.

    (xdist's own groups are of no use here: it appends them to a name that pytest no longer takes from there.)
    """

    def _split_scope(self, nodeid: str) -> str:
        """What a test goes with: its visit, which is named before the @, or itself."""
        found = _VISIT.search(nodeid)
        return found[1] if found else nodeid
