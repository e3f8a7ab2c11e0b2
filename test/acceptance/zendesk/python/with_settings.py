import os

from common import check, client, desk, ids, refused, ticket
from zenpy.lib.api_objects import (
    Brand,
    Comment,
    CustomFieldOption,
    OrganizationField,
    SlaPolicy,
    Ticket,
    TicketField,
    TicketForm,
    User,
    UserField,
)
from zenpy.lib.exception import RateLimitError, RecordNotFoundException, TooManyValuesException


def fields_and_forms():
    option = CustomFieldOption(name="Pump", value="py_pump")
    made = desk.ticket_fields.create(TicketField(type="tagger", title="Product", custom_field_options=[option]))
    made.title = "Our product"
    check(desk.ticket_fields.update(made).title, "Our product")
    check(made.id in ids(desk.ticket_fields()), True)
    form = desk.ticket_forms.create(TicketForm(name="Faults", ticket_field_ids=[made.id]))
    form.name = "Defects"
    check(desk.ticket_forms.update(form).name, "Defects")
    check(form.id in ids(desk.ticket_forms()), True)
    with_field = ticket("Leaks", custom_fields=[{"id": made.id, "value": "py_pump"}])
    check(with_field.tags, ["py_pump"])
    desk.ticket_forms.delete(form)
    desk.ticket_fields.delete(made)
    text = desk.user_fields.create(UserField(key="py_desk", title="Desk", type="text"))
    check(text.id in ids(desk.user_fields()), True)
    tier = desk.organization_fields.create(OrganizationField(key="py_tier", title="Tier", type="integer"))
    desk.organization_fields.reorder([tier.id])
    check(tier.id in ids(desk.organization_fields()), True)
    person = desk.users.create(User(name="Holder", email="holder@x.example", user_fields={"py_desk": "7"}))
    check(person.user_fields["py_desk"], "7")


def settings():
    brand = desk.brands.create(Brand(name="Pumps", subdomain="pypumps"))
    brand.name = "Pumps & Co"
    check(desk.brands.update(brand).name, "Pumps & Co")
    check(brand.id in ids(desk.brands()), True)
    desk.brands.delete(brand)
    ticket("Tagged", tags=["often"])
    check("often" in [tag.name for tag in desk.tags()], True)
    check(len(list(desk.locales())) > 0, True)
    check(len(list(desk.locales.public())) > 0, True)
    check(desk.locales.current().locale.startswith("en"), True)
    check(len(list(desk.custom_agent_roles())) > 0, True)
    check(len(list(desk.custom_statuses())) >= 5, True)
    check(len(list(desk.recipient_addresses())) >= 0, True)
    check(list(desk.satisfaction_ratings()), [])
    list(desk.activities())
    list(desk.skips())
    target = {"priority": "urgent", "metric": "first_reply_time", "target": 10, "business_hours": False}
    filters = {"all": [{"field": "type", "operator": "is", "value": "incident"}], "any": []}
    # Both give nothing back: the client forgets to.
    desk.sla_policies.create(SlaPolicy(title="Incidents", filter=filters, policy_metrics=[target]))
    [policy] = desk.sla_policies()
    policy.title = "All incidents"
    desk.sla_policies.update(policy)
    check(desk.sla_policies(id=policy.id).title, "All incidents")
    assert desk.sla_policies.definitions().all
    desk.sla_policies.delete(policy)


def errors():
    refused(404, lambda: desk.tickets(id=9223372036854775807), RecordNotFoundException)
    refused(422, lambda: desk.tickets.create(Ticket(subject="No words")))
    refused(401, lambda: ids(client(token="wrong").tickets()))
    check(client(token="wrong").users.me().name, "Anonymous user")
    many = [Ticket(subject="x", comment=Comment(body="x")) for _ in range(101)]
    refused(400, lambda: desk.tickets.create(many), TooManyValuesException)
    made = ticket("Raced")
    stale = Ticket(id=made.id, subject="Late", safe_update=True, updated_stamp="2020-01-01T00:00:00Z")
    refused(409, lambda: desk.tickets.update(stale))
    agent = client(token=os.environ["AGENT_TOKEN"], email="agent@desk.example")
    refused(403, lambda: agent.brands.create(Brand(name="No", subdomain="no")))


def limits():
    """Too much of the same, from one who may not have so much: 429 with when to come again."""
    hasty = client(raise_on_ratelimit=True)
    try:
        for _ in range(200):
            hasty.users.me()
    except RateLimitError as error:
        assert error.retry_after > 0
        return
    raise AssertionError("was never told to slow down")
