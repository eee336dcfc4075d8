"""The shape of what people type about concerns, and the words for what is wrong with it."""
