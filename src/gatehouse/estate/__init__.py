"""A synthetic prison estate: people, places and days that look like NOMIS, and are nobody's.

`build.build_estate` writes a full load as a change-capture tool would; `live.Live` keeps the
estate alive with change files. Everything follows from a seed and a given moment.
"""
