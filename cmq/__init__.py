"""Domain of Boussole CMQ: the framework of the label, a campaign, its scoring and its storage.

Nothing in this package knows of Streamlit.
"""
