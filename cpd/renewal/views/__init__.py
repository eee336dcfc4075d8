"""What the pages of renewal show, put together once: no page asks the database or reckons a day."""
