"""Rows below the unit (firms, projects, people) that become columns of a panel. Not here: what happens to a panel."""
