"""What a file from a stranger may reach: which paths a study may name, and how large its archives may grow."""
