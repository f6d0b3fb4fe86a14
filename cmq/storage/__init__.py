"""Campaigns on disk: a journal in front of a workbook."""
