"""One module per metric. Each is plain functions over numbers; none reads a file."""
