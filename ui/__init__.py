"""What the screens share: session, widgets, navigation, texts, and the shell of the server."""
