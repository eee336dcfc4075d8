"""Tools that know no domain word. Everything else stands on them; they import nothing of ours."""
