"""pandas' own tests of extension arrays, over the money type."""

from __future__ import annotations

import operator
from decimal import Decimal

import numpy as np
import pandas as pd
import pandas._testing as tm
import pytest

# Part of pandas' wheels. Where they are missing, the import fails, so that this module never passes in silence.
from pandas.tests.extension import base, conftest as fixtures

from oneentry_toolkit import money

D = Decimal
pytestmark = pytest.mark.slow
globals().update(
    {name: one for name, one in vars(fixtures).items() if type(one).__name__ == "FixtureFunctionDefinition"}
)


# pandas 3.0 keeps these in a conftest that sets up Hypothesis for everything that runs beside it.
@pytest.fixture(params=tm.arithmetic_dunder_methods)
def all_arithmetic_operators(request):
    return request.param


@pytest.fixture(params="count sum max min mean prod std var median kurt skew sem".split())
def all_numeric_reductions(request):
    return request.param


@pytest.fixture(params=["all", "any"])
def all_boolean_reductions(request):
    return request.param


@pytest.fixture(params=["cumsum", "cumprod", "cummin", "cummax"])
def all_numeric_accumulations(request):
    return request.param


@pytest.fixture(params=[operator.eq, operator.ne, operator.gt, operator.ge, operator.lt, operator.le])
def comparison_op(request):
    return request.param


@pytest.fixture(params=[None, lambda x: x], ids=["no key", "key"])
def sort_by_key(request):
    return request.param


@pytest.fixture(params=[True, False])
def using_nan_is_na(request):
    with pd.option_context("future.distinguish_nan_and_na", not request.param):
        yield request.param


def amounts(text):
    return money.MoneyArray._from_sequence([None if one == "-" else D(one) for one in text.split()])


@pytest.fixture
def dtype():
    return money.MoneyDtype()


@pytest.fixture
def data():
    return amounts("12.34 0.99 5.00 100.00 3.21 7.77 19.90 250.00 0.01 42.42")


@pytest.fixture
def data_for_twos():
    return amounts("2 2 2 2 2 2 2 2 2 2")


@pytest.fixture
def data_missing():
    return amounts("- 1.50")


@pytest.fixture
def data_for_sorting():
    return amounts("2 3 1.5")


@pytest.fixture
def data_missing_for_sorting():
    return amounts("2 - 1.5")


@pytest.fixture
def na_cmp():
    return lambda left, right: pd.isna(left) and pd.isna(right)


@pytest.fixture
def data_for_grouping():
    return amounts("2 2 - - 1.5 1.5 2 3")


EXACT = {"sum", "min", "max"}


class TestMoney(base.ExtensionTests):
    # Money has arithmetic: none of these raises.
    series_scalar_exc = frame_scalar_exc = series_array_exc = divmod_exc = None

    def _supports_reduction(self, ser, op_name):
        return op_name != "prod"  # a product of amounts is no amount

    def _supports_accumulation(self, ser, op_name):
        return op_name != "cumprod"

    def check_reduce(self, ser, op_name, skipna):
        """pandas' own compares the result with that of objects, which have no median of Decimals, for example."""
        options = {} if op_name == "count" else {"skipna": skipna}
        result = getattr(ser, op_name)(**options)
        expected = getattr(ser.astype("float64"), op_name)(**options)
        if op_name in EXACT and not pd.isna(result):
            assert type(result) is D
        tm.assert_almost_equal(float(result), float(expected))

    def _get_expected_reduction_dtype(self, arr, op_name, skipna):
        return arr.dtype if op_name in EXACT else "float64"

    def _cast_pointwise_result(self, op_name, obj, other, pointwise_result):
        # Ratios and powers are floats, where one Decimal by another is a Decimal.
        return pointwise_result.astype("float64") if op_name.endswith(("truediv__", "pow__")) else pointwise_result

    def test_array_interface(self, data):
        """pandas' own wants what iterating gives; here NumPy gets floats, so that its functions and plots work."""
        assert np.array(data)[0] == 12.34 and np.array(data).dtype == "float64"
        assert np.array(data, dtype=object)[0] == data[0]

    def test_to_numpy(self, data):
        """pandas' own wants what ``np.asarray`` gives; here it is exact, and with it ``frame.to_numpy()``."""
        for values in (data, pd.Series(data), pd.Index(data)):
            tm.assert_numpy_array_equal(values.to_numpy(), np.array(list(data), dtype=object))
            tm.assert_numpy_array_equal(values.to_numpy(float), np.asarray(data))

    def check_accumulate(self, ser, op_name, skipna):
        """pandas' own is for a dtype without exact sums."""
        result = getattr(ser, op_name)(skipna=skipna)
        assert result.dtype == ser.dtype
        expected = getattr(ser.astype(float), op_name)(skipna=skipna)
        tm.assert_series_equal(result.astype(float), expected)
