"""The verbs of renewal. Each is one transaction; whatever is called twice does its work once."""
