"""Results -> documents that a person opens elsewhere; each is given as bytes, and no file is written here.

- ``minutes``: a meeting of the committee -> its « relevé de décisions » in Word.
- ``word``: the styles, the tables and the page of a Word document.
"""

from cmq.reports.minutes import minutes

__all__ = ["minutes"]
