"""The CPD record: what registrants did to keep learning, written down by themselves, with their plan and evidence."""
