"""What others tell the institute about a registrant, and how that is looked into."""
