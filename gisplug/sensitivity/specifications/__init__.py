"""One effect over all reasonable specifications: which there are, their fits, what drives them, joint tests."""
