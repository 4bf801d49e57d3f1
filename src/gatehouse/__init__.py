"""Gatehouse: a reporting platform for prisons."""
