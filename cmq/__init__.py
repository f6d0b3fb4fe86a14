"""The domain of Boussole CMQ: the label's rules, a campus's answers, and how they are stored. No screen in it."""

import os

# openpyxl writes through lxml where that is installed (Word documents need it): a full disk would then raise an error of
# lxml's own, which is no OSError, in place of the one that the storage tells in French.
os.environ.setdefault("OPENPYXL_LXML", "False")
