"""The paper and the files: one `Sheet` to PDF, XLSX and CSV.

Every export carries the sheet's proof: what it is, data as at, who made it, the completeness line,
the warnings and the verification code.
"""
