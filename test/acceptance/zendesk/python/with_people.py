from common import EMAIL, check, desk, ids, ticket
from zenpy.lib.api_objects import (
    Group,
    GroupMembership,
    Identity,
    Organization,
    OrganizationMembership,
    User,
)


def people():
    person = desk.users.create(User(name="Paula", email="paula@people.example", external_id="p-1"))
    person.phone = "+4930123456"
    check(desk.users.update(person).phone, "+4930123456")
    check(desk.users.me().email, EMAIL)
    check(ids(desk.users.search(query="paula@people.example")), [person.id])
    check(ids(desk.users.search(external_id="p-1")), [person.id])
    check(desk.users.create_or_update(User(email="paula@people.example", name="Paula Two")).id, person.id)
    check(desk.users.related(person).requested_tickets, 0)
    second = desk.users.identities.create(person, Identity(type="email", value="second@people.example"))
    desk.users.identities.verify(person, second)
    desk.users.identities.make_primary(person, second)
    check(desk.users(id=person.id).email, "second@people.example")
    check(desk.users.identities.show(person, second).primary, True)
    check(len(list(desk.users.identities(id=person.id))), 2)
    desk.users.identities.request_verification(person, desk.users.identities.create(person, Identity(type="email", value="third@people.example")))
    desk.users.add_tags(person.id, ["vip"])
    desk.users.set_tags(person.id, ["gold"])
    check(desk.users(id=person.id).tags, ["gold"])
    organization = desk.organizations.create(Organization(name="Acme", external_id="acme", domain_names=["acme.example"]))
    organization.notes = "Known."
    check(desk.organizations.update(organization).notes, "Known.")
    check(desk.organizations.create_or_update(Organization(external_id="acme", name="Acme & Co")).id, organization.id)
    membership = desk.organization_memberships.create(
        OrganizationMembership(user_id=person.id, organization_id=organization.id)
    )
    check(ids(desk.organizations.users(organization)), [person.id])
    check(ids(desk.users.organizations(person)), [organization.id])
    check(ids(desk.users.organization_memberships(person)), [membership.id])
    check(membership.id in ids(desk.organization_memberships()), True)
    asked = ticket("Hers", requester_id=person.id)
    check(ids(desk.users.requested(person)), [asked.id])
    check(ids(desk.users.assigned(person)), [])
    check(ids(desk.users.cced(person)), [])
    check(ids(desk.tickets.organizations(organization)), [asked.id])
    desk.organization_memberships.delete(membership)
    other = desk.users.create(User(name="Peter", email="peter@people.example"))
    desk.users.merge(source_user=other, dest_user=person)
    group = desk.groups.create(Group(name="Tier 1"))
    agent = desk.users.create(User(name="Agnes", email="agnes@people.example", role="agent"))
    member = desk.group_memberships.create(GroupMembership(user_id=agent.id, group_id=group.id))
    desk.group_memberships.make_default(agent, member)
    check(desk.users(id=agent.id).default_group_id, group.id)
    check(ids(desk.groups.users(group)), [agent.id])
    check(ids(desk.groups.memberships(group)), [member.id])
    check(ids(desk.groups.memberships_assignable(group)), [member.id])
    check(group.id in ids(desk.groups.assignable()), True)
    check(member.id in ids(desk.group_memberships.assignable()), True)
    check(group.id in ids(desk.users.groups(agent)), True)
    check(member.id in ids(desk.users.group_memberships(agent)), True)
    check(agent.id in ids(desk.users(role="agent")), True)
    desk.group_memberships.delete(member)
    desk.groups.delete(group)
    desk.users.delete(agent)
    check(agent.id in ids(desk.users.deleted()), True)
    desk.users.permanently_delete(agent)
    desk.organizations.delete(organization)
