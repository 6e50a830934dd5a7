"""The published bodies of tests/payloads, and which of them the contract has no operation for."""

from pathlib import Path

FOLDER = Path(__file__).parent / "payloads"

# Why an operation is not in the contract.
_EVENTS = "never: events are left out (docs/api/other-modules.md#other-events)"
_PLANS = "never: plans are left out (docs/api/other-modules.md#other-plans)"
# By name of the file.
EXEMPT = {
    "events.formSubscribe.1.json": _EVENTS,
    "events.formSubscriptions.1.json": _EVENTS,
    "events.subscribe.1.json": _EVENTS,
    "events.subscriptions.1.json": _EVENTS,
    "events.unsubscribe.1.json": _EVENTS,
    "subscriptions.error.1.json": _PLANS,
    "subscriptions.subscribe.1.json": _PLANS,
    "subscriptions.subscribe.2.json": _PLANS,
}
