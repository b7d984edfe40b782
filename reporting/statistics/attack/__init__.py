"""What can an outsider work out from the files of a release? Reads published files only.

This package shares no code with the rest of the project, on purpose: it has its own reader, its
own equations, made from the published hierarchies, and its own solver. It runs in a process of
its own (`python -m reporting.statistics.attack DIR`). A release on which any attack succeeds, or
cannot be carried out, is not published.
"""
