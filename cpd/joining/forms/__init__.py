"""What people type into the pages of the joining room. Nothing here decides anything."""
