"""What the developers run by hand."""
