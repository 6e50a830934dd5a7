"""Error classes as a user catches them: only type-checked, never run."""

from __future__ import annotations

import warnings
from typing import assert_type

import oneentry_toolkit as oe
from oneentry_toolkit import errors

shop = oe.connect()
warnings.simplefilter("error", oe.OneEntryWarning)
warnings.simplefilter("error", oe.IncompleteListWarning)
warnings.simplefilter("error", oe.UnreadableRecordWarning)
warnings.simplefilter("error", oe.MissingDetailWarning)
warnings.simplefilter("ignore", oe.MoneyWarning)

try:
    shop.orders.get(1)
except oe.InvalidRequestError as error:
    assert_type(error.fields, tuple[str, ...])
except (oe.RateLimitedError, oe.ServerError) as error:
    assert_type(error.retry_after_s, float | None)
except (oe.AccessDeniedError, oe.NotFoundError, oe.ConflictError) as error:
    assert_type(error.request_id, str | None)
except oe.ApiError as error:
    assert_type(error.status, int)
    assert_type(error.operation, str)
    assert_type(error.message, str)
except oe.ConnectionFailedError as error:
    assert_type(error.sent, bool)
except oe.ResponseFormatError as error:
    assert_type(error.json_path, str)
except (oe.SignInRequiredError, oe.SignInRejectedError, oe.SignInExpiredError) as error:
    assert_type(str(error), str)
except oe.SignInError as error:
    print(error.args)
except oe.CheckoutStateError as error:
    assert_type(error.possible, tuple[str, ...])
except oe.CheckoutUncertainError as error:
    assert_type(error.reference, str)
except oe.PaymentTimeoutError as error:
    assert_type(error.session_id, int)
except oe.IncompleteListError as error:
    assert_type(error.given, int)
except oe.CurrencyMismatchError as error:
    assert_type(error.currencies, tuple[str, ...])
except oe.ExportError as error:
    assert_type(error.path, str)
except oe.MissingExtraError as error:
    assert_type(error.name, str | None)
except oe.InputError as error:
    assert_type(error.name, str)
except (oe.SettingsError, oe.CheckoutError, oe.PaymentError):
    pass
except oe.OneEntryError as error:
    print(error)

# The classes are the ones of the module.
same: type[errors.NotFoundError] = oe.NotFoundError
