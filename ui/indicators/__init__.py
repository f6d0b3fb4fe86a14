"""What the screen « Indicateurs » is made of, a module a view, and what other screens show of the indicators."""
