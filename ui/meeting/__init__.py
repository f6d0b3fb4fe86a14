"""The meeting of the committee on screen: prepared, projected, written down, sealed."""
