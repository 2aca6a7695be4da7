"""The network page: one offline HTML file."""
