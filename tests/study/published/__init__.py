"""The rows and columns that the papers of studies A, C and D print, and what the shipped studies make of them."""
