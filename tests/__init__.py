"""The tests. They mirror the code; `rules/` guards the architecture, `stories/` walks whole journeys in a browser."""
