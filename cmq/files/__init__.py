"""Files and their names: where a campaign's are, how one is replaced whole or not at all, what a name may be."""
