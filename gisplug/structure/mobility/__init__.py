"""How units move between classes over the years, alone and beside their neighbours."""
