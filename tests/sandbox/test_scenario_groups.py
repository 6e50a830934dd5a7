"""User groups of a scenario: what their members may read, and the answers that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oneentry_toolkit.sandbox import Sandbox
from oneentry_toolkit.sandbox.api.dispatch import HANDLERS
from oneentry_toolkit.sandbox.errors import ScenarioError
from oneentry_toolkit.sandbox.operations import rights
from oneentry_toolkit.sandbox.scenario import file, mistakes

from .conftest import Client

NOT_GRANTED = (403, "Permission data not found. Provide the permission for requested url")
ORDERS = "/orders-storage/marker/shop/orders"
SHOP = """\
groups:
  guest: {read: {others: 3, products: 2, discounts: none}}
  regulars: {id: 7, title: Regulars, read: {orders: 4, accounts: none, refunds: none}}
  wholesale: {read: {others: none, orders: 6, products: all, sessions: 2, users: all, accounts: all}}
providers:
  email: {form: registration}
  trade: {form: registration, group: wholesale}
forms:
  registration:
    type: sing_in_up
    fields:
      email: {flags: [isLogin], required: true}
      password: {flags: [isPassword], required: true}
  checkout: {fields: {name: string}}
  more: {type: data}
  most: {type: data}
storages:
  shop: {form: checkout}
products:
  - {id: 1, title: One, price: 10}
  - {id: 2, title: Two, price: 20}
  - {id: 3, title: Three, price: 30}
discounts:
  trade: {percent: 50, groups: [wholesale]}
users:
  - login: visitor@shop.example
    password: geheim-1
    bonuses:
      - {type: ACCRUAL, amount: "1", at: 2025-01-01}
      - {type: ACCRUAL, amount: "2", at: 2025-01-02}
      - {type: ACCRUAL, amount: "3", at: 2025-01-03}
      - {type: ACCRUAL, amount: "4", at: 2025-01-04}
  - {login: regular@shop.example, password: geheim-2, groups: [regulars]}
  - {login: trader@shop.example, password: geheim-3, provider: trade}
  - {login: both@shop.example, password: geheim-4, groups: [regulars, wholesale]}
orders:
  - {user: regular@shop.example, storage: shop, created: 2025-04-01, products: {1: 1}}
  - {user: trader@shop.example, storage: shop, created: 2025-04-01, products: {1: 1}}
history: {orders: 80}
"""


Members = dict[str, Client]


def enter(sandbox: Sandbox, login: str, password: str, provider: str = "email") -> Client:
    """A client of a user who has signed in."""
    client = Client(sandbox)
    body = {"authData": [{"marker": "email", "value": login}, {"marker": "password", "value": password}]}
    client.use(client.post(f"/users-auth-providers/marker/{provider}/users/auth", body))
    return client


def everyone(sandbox: Sandbox) -> Members:
    """A visitor without a sign-in, and the users of the shop."""
    return {
        "guest": Client(sandbox),
        "visitor": enter(sandbox, "visitor@shop.example", "geheim-1"),
        "regular": enter(sandbox, "regular@shop.example", "geheim-2"),
        "trader": enter(sandbox, "trader@shop.example", "geheim-3", "trade"),
        "both": enter(sandbox, "both@shop.example", "geheim-4"),
    }


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop as a file."""
    made = tmp_path_factory.mktemp("groups") / "shop.yaml"
    made.write_text(SHOP, "utf-8")
    return made


@pytest.fixture(scope="module")
def members(path: Path) -> Iterator[Members]:
    """Those of one sandbox."""
    with Sandbox(scenario=path, check_answers=True) as sandbox:
        made = everyone(sandbox)
        yield made
        for one in made.values():
            one.close()


def listed(member: Client, what: str) -> tuple[int, int | None]:
    """Number of items of a list, and its total if it says one."""
    what += "&limit=50" if "?" in what else "?limit=50"
    found = member.post(what, []) if what.startswith("/products/all") else member("GET", what).json()
    return (len(found["items"]), found["total"]) if isinstance(found, dict) else (len(found), None)


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        ("guest", "/forms", (3, 4)),
        ("guest", "/products/all", (2, 3)),
        ("guest", "/products/quick/search?name=e", (2, None)),
        ("guest", "/users-auth-providers", (2, None)),
        ("visitor", "/forms", (3, 4)),
        ("visitor", "/discounts/bonus-balance/history", (3, 4)),
        ("regular", "/forms", (4, 4)),
        ("regular", "/products/all", (3, 3)),
        ("regular", "/discounts", (1, 1)),
        ("trader", "/products/all", (3, 3)),
        ("trader", "/payments/accounts", (1, None)),
        ("both", "/forms", (4, 4)),
        ("both", "/payments/accounts", (1, None)),
    ],
)
def test_a_list_ends_where_the_best_right_of_the_callers_groups_ends(
    members: Members, who: str, what: str, expected: tuple[int, int | None]
) -> None:
    assert listed(members[who], what) == expected


@pytest.mark.parametrize(("who", "most"), [("visitor", 3), ("regular", 4), ("trader", 6), ("both", 6)])
def test_orders_are_cut_as_by_the_option_page_cap(members: Members, who: str, most: int) -> None:
    member = members[who]
    page = member.get(ORDERS, limit=100)
    assert len(page["items"]) == most < page["total"]
    assert member.get(ORDERS, offset=most) == {"items": [], "total": page["total"]}
    assert member.get(ORDERS, offset=most - 1, limit=50)["items"] == page["items"][-1:]
    assert member.get(ORDERS, limit=2)["items"] == page["items"][:2]


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("guest", "/discounts"),
        ("guest", "/discounts/marker/trade"),
        ("visitor", "/discounts/coupons/validate?code=X"),
        ("regular", "/payments/accounts"),
        ("regular", "/payments/accounts/1"),
        ("regular", "/orders/1/refund"),
        ("trader", "/forms"),
        ("trader", "/forms/marker/checkout"),
        ("trader", "/users/me/cart"),
        ("trader", "/discounts/bonus-balance"),
    ],
)
def test_what_no_group_of_the_caller_may_read_is_refused(members: Members, who: str, what: str) -> None:
    assert members[who].refused("GET", what) == NOT_GRANTED


def test_a_refusal_for_want_of_rights_comes_between_that_of_the_sign_in_and_that_of_the_body(members: Members) -> None:
    assert members["guest"].refused("GET", "/discounts/bonus-balance")[0] == 401
    assert members["trader"].refused("POST", "/form-data/marker/more", [1]) == NOT_GRANTED
    assert members["guest"].refused("GET", "/discounts", headers={"x-app-token": "wrong"})[1] == "Resource is closed"


def test_answers_show_the_groups_of_the_scenario(members: Members) -> None:
    groups = {who: members[who].get("/users/me")["groups"] for who in ("visitor", "regular", "trader", "both")}
    assert groups == {"visitor": [1], "regular": [7], "trader": [2], "both": [7, 2]}
    providers = members["guest"].get("/users-auth-providers")
    assert [one["userGroupIdentifier"] for one in providers] == ["guest", "wholesale"]
    assert members["guest"].get("/users-auth-providers/marker/trade")["userGroupIdentifier"] == "wholesale"
    assert members["both"].get("/discounts/marker/trade")["userGroups"] == [{"id": 2}]


def test_who_signs_up_is_in_the_group_of_the_provider(members: Members) -> None:
    entries = [{"marker": "email", "value": "new@shop.example"}, {"marker": "password", "value": "geheim-5"}]
    body = {"formIdentifier": "registration", "authData": entries, "formData": {"en_US": []}, "langCode": "en_US"}
    body |= {"notificationData": {"email": "new@shop.example"}}
    members["guest"].post("/users-auth-providers/marker/trade/users/sign-up", body)
    new = enter(members["guest"].sandbox, "new@shop.example", "geheim-5", "trade")
    assert new.get("/users/me")["groups"] == [2]
    new.close()


def test_a_discount_of_a_group_is_for_its_members_today_and_in_the_past(members: Members) -> None:
    name = {"marker": "name", "type": "string", "value": "Kim"}
    order = {"formIdentifier": "checkout", "paymentAccountIdentifier": "cash", "formData": {"en_US": [name]}}
    order["products"] = [{"productId": 1, "quantity": 1}]
    totals = {who: members[who].post(ORDERS, order)["totalSum"] for who in ("visitor", "regular", "trader", "both")}
    assert totals == {"visitor": 10, "regular": 10, "trader": 5, "both": 5}
    spelled_out = members["guest"].sql("SELECT user_id, total FROM orders WHERE body LIKE '%2025-04-01T00:00:00%'")
    assert {user: float(total) for user, total in spelled_out} == {2: 10, 3: 5}


def test_the_option_page_cap_replaces_every_limit_and_no_refusal(path: Path) -> None:
    with Sandbox(scenario=path, check_answers=True, page_cap=5) as sandbox:
        members = everyone(sandbox)
        assert {len(members[who].get(ORDERS, limit=50)["items"]) for who in ("visitor", "regular", "trader")} == {5}
        assert listed(members["guest"], "/products/all") == (3, 3)
        assert members["guest"].refused("GET", "/discounts") == NOT_GRANTED
        for one in members.values():
            one.close()


@pytest.mark.parametrize(
    ("read", "forms", "products"), [("all", 4, 3), ("3", 3, 3), ("2", 2, 2), ("{forms: 1}", 1, 3), ("{}", 4, 3)]
)
def test_one_limit_for_everything_and_one_for_each_kind(
    tmp_path: Path, connect: Callable[..., Client], read: str, forms: int, products: int
) -> None:
    text = SHOP.replace("{others: 3, products: 2, discounts: none}", read)
    (tmp_path / "shop.yaml").write_text(text, "utf-8")
    guest = connect(scenario=tmp_path / "shop.yaml")
    assert (listed(guest, "/forms")[0], listed(guest, "/products/all")[0]) == (forms, products)


def test_each_operation_that_reads_has_a_kind_that_a_scenario_can_name() -> None:
    reading = {name for name in HANDLERS if name.startswith(("get", "list", "count", "search", "validate"))}
    assert sorted(name for names in rights.KINDS.values() for name in names) == sorted(reading)
    named = mistakes.schema()["$defs"]["group"]["properties"]["read"]["properties"]
    assert sorted(named) == sorted([*rights.KINDS, "others"])


@pytest.mark.parametrize(
    ("right", "wrong", "part", "said"),
    [
        ("group: wholesale", "group: wholsale", "wholsale",
         "providers.trade.group: there is no user group 'wholsale'; did you mean 'wholesale'?"),
        ("groups: [regulars]", "groups: [regular]", "regular]}",
         "users[1].groups[0]: there is no user group 'regular'; did you mean 'regulars'?"),
        ("groups: [wholesale]", "groups: [trade]", "trade]",
         "discounts.trade.groups[0]: there is no user group 'trade'; there are guest, regulars, wholesale"),
        ("groups: [regulars]", "groups: []", "[]}", "users[1].groups: the list must have at least 1"),
        ("products: 2", "product: 2", "product: 2",
         "groups.guest.read.product: there is no such member; did you mean 'products'?"),
        ("orders: 4", "orders: 0", "0, accounts", "groups.regulars.read.orders: 0 is less than 1"),
        ("orders: 4", "orders: no", "no, accounts",
         "groups.regulars.read.orders: 'no' does not have the form that is expected: all, none (refused with 403), or"
         " at most so many records of a list"),
        ("refunds: none", "refunds: 10", "10}}",
         "groups.regulars.read.refunds: this must be text, not number: write '10' in quotes"),
        ("wholesale: {read", "wholesale: {id: 7, read", "7, read", "groups.wholesale.id: the id 7 is there twice"),
    ],
)  # fmt: skip
def test_mistakes_in_groups_are_named_with_their_place(right: str, wrong: str, part: str, said: str) -> None:
    assert SHOP.count(right) == 1
    text = SHOP.replace(right, wrong)
    before = text[: text.index(part)]
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    with pytest.raises(ScenarioError) as caught:
        mistakes.check(file.parse(text, "shop.yaml"))
    assert [*caught.value.mistakes] == [f"shop.yaml:{place}: {said}"]
