"""The graph in somebody's SPARQL server: it stays there, and only the rows that are asked for travel."""
