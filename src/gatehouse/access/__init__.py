"""Who may see what: callers, policies, scope, limited-access people and disclosure."""

from gatehouse.access.caller import Caller
from gatehouse.access.callers import caller_from
from gatehouse.access.disclosure import Disclosure, DisclosureError, DisclosureRules
from gatehouse.access.limited import FEED_LIMIT, Limit, LimitedAccess
from gatehouse.access.policies import Condition, Effect, Policy, PolicyType, Rule
from gatehouse.access.scope import Denied, Scope, decide, require_scope, row_rule_columns
from gatehouse.access.working_days import is_working_day, working_day_after

__all__ = [
    "FEED_LIMIT",
    "Caller",
    "Condition",
    "Denied",
    "Disclosure",
    "DisclosureError",
    "DisclosureRules",
    "Effect",
    "Limit",
    "LimitedAccess",
    "Policy",
    "PolicyType",
    "Rule",
    "Scope",
    "caller_from",
    "decide",
    "is_working_day",
    "require_scope",
    "row_rule_columns",
    "working_day_after",
]
