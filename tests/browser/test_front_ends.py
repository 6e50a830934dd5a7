"""The app in JupyterLab 4, in Notebook 7 and in Voila."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .customer import USER

pytestmark = pytest.mark.long  # starts a browser and Jupyter


@pytest.mark.parametrize("front_end", ["lab", "notebook", "voila"])
def test_signing_in(open_app, front_end):
    """It renders, signs in, and a product goes into the basket."""
    customer = open_app(front_end)
    customer.sign_in()
    customer.sees(f"You are signed in as {USER}.")
    customer.choose("Espresso machine Bora", 2)
    customer.sees("Basket: 2 pieces")
    expect(customer.app.get_by_label("Password")).to_be_hidden()
