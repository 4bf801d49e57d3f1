"""The marking that every list of people carries, top and bottom."""

CLASSIFICATION = "OFFICIAL-SENSITIVE"
