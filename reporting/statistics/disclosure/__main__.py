"""What does the process of its own do? It answers one system with its pattern."""

from reporting.statistics.disclosure.apart import answer

answer()
