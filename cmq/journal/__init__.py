"""What a campaign's history is: lines on disk, the lock, what they say together, and how two histories are merged.

- ``entries``: a line a change, written and read.
- ``ledger``: what this process knows of a journal, in step with the disk.
- ``merge``: two versions and their common past.
- ``lock``: one writer at a time, whatever the process.
- ``notices``: what the user should know of all that.
"""
