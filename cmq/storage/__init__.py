"""Campaigns on disk: a journal in front of a workbook, and what lies beside them."""
