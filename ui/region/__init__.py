"""The pieces of the screen « Région »."""
