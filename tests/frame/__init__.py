"""What the tests stand on: databases, the page that lints itself, the browser, the mail server, the closed network."""
