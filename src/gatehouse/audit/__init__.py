"""Who saw, printed, exported or searched what, and which people they saw."""

from gatehouse.audit.trail import Action, Audit, AuditError, AuditEvent

__all__ = ["Action", "Audit", "AuditError", "AuditEvent"]
