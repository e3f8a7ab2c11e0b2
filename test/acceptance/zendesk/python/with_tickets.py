import os
import tempfile
from datetime import datetime, timedelta, timezone
from io import BytesIO
from time import monotonic, sleep

from common import EMAIL, check, desk, finished, ids, ticket
from zenpy.lib.api_objects import (
    Comment,
    Organization,
    Request,
    Ticket,
    User,
)


def tickets():
    made = ticket("One", tags=["first"], requester=User(name="Carol", email="carol@customer.example"))
    made.priority = "high"
    made.comment = Comment(body="A note.", public=False)
    audit = desk.tickets.update(made)
    check(audit.ticket.priority, "high")
    comments = list(desk.tickets.comments(made))
    check([(one.body, one.public) for one in comments], [("About One.", True), ("A note.", False)])
    check(desk.tickets(id=made.id).requester.name, "Carol")
    audits = list(desk.tickets.audits(made))
    assert len(audits) == 2 and audits[0].author.email == EMAIL
    check(desk.tickets.metrics(made).ticket_id, made.id)
    desk.tickets.add_tags(made.id, ["second"])
    check(desk.tickets(id=made.id).tags, ["first", "second"])
    desk.tickets.set_tags(made.id, ["third"])
    check([str(tag) for tag in desk.tickets.tags(made.id)], ["third"])
    desk.tickets.delete_tags(made.id, ["third"])
    check(desk.tickets(id=made.id).tags, [])
    problem = ticket("Problem", type="problem")
    incident = ticket("Incident", type="incident", problem_id=problem.id)
    check(ids(desk.tickets.incidents(problem)), [incident.id])
    check(incident.id in ids(desk.tickets.recent()), True)
    check(ids(desk.tickets(external_id="none")), [])
    redacted = desk.tickets.comment_redact(made, comments[1], "note")
    assert "note" not in redacted.body


def bulk_jobs():
    made = finished(desk.tickets.create([Ticket(subject=f"Bulk {n}", comment=Comment(body="x")) for n in range(3)]))
    bulk = [result.id for result in made.results]
    found = list(desk.tickets(ids=bulk))
    check([one.subject for one in found], ["Bulk 0", "Bulk 1", "Bulk 2"])
    for one in found:
        one.status = "open"
    finished(desk.tickets.update(found))
    check([one.status for one in desk.tickets(ids=bulk)], ["open"] * 3)
    kept = ticket("Kept")
    finished(desk.tickets.merge(kept, found[0], target_comment="Both are one."))
    check(desk.tickets(id=bulk[0]).status, "closed")
    finished(desk.tickets.delete(found[1:]))
    check(sorted(one.id for one in desk.tickets.deleted() if one.id in bulk), sorted(bulk[1:]))
    desk.tickets.restore(found[1])
    check(desk.tickets(id=bulk[1]).subject, "Bulk 1")
    finished(desk.tickets.permanently_delete(found[2]))
    people = finished(desk.users.create([User(name=f"Bulk {n}", email=f"bulk{n}@x.example") for n in range(2)]))
    users = list(desk.users(ids=[result.id for result in people.results]))
    for one in users:
        one.notes = "in bulk"
    finished(desk.users.update(users))
    check([one.notes for one in desk.users(ids=ids(users))], ["in bulk"] * 2)
    finished(desk.users.delete(users))
    groups = finished(desk.organizations.create([Organization(name=f"Bulk {n}") for n in range(2)]))
    organizations = list(desk.organizations(ids=[result.id for result in groups.results]))
    for one in organizations:
        one.notes = "in bulk"
    finished(desk.organizations.update(organizations))
    finished(desk.organizations.delete(organizations))


def paging():
    finished(desk.tickets.create([Ticket(subject=f"Page {n}", comment=Comment(body="x")) for n in range(60)]))
    finished(desk.tickets.create([Ticket(subject=f"Page {n}", comment=Comment(body="x")) for n in range(60, 120)]))
    by_cursor = ids(desk.tickets())
    by_number = ids(desk.tickets(cursor_pagination=False))
    by_seven = ids(desk.tickets(cursor_pagination=7))
    assert len(set(by_cursor)) == len(by_cursor) >= 120
    check(sorted(by_number), sorted(by_cursor))
    check(sorted(by_seven), sorted(by_cursor))
    check(len(desk.tickets(cursor_pagination=False)), len(by_number))
    check(ids(desk.tickets(cursor_pagination=False)[100:110]), by_number[100:110])
    by_old_cursor = ids(desk.tickets.audits(limit=50, cursor_pagination=False))
    assert len(set(by_old_cursor)) == len(by_old_cursor) >= 50


def files():
    upload = desk.attachments.upload(BytesIO(b"request-id: 4711\n"), target_name="trace.log")
    again = desk.attachments.upload(BytesIO(b"second"), token=upload.token, target_name="two.log")
    check(again.token, upload.token)
    made = ticket("With files")
    desk.tickets.update(Ticket(id=made.id, comment=Comment(body="See these.", uploads=[upload.token])))
    attached = list(desk.tickets.comments(made))[1].attachments
    check([one.file_name for one in attached], ["trace.log", "two.log"])
    check(desk.attachments(id=attached[0].id).size, 17)
    with tempfile.TemporaryDirectory() as folder:
        desk.attachments.download(attached[0].id, os.path.join(folder, "copy"))
        with open(os.path.join(folder, "copy"), "rb") as copy:
            check(copy.read(), b"request-id: 4711\n")
    gone = desk.attachments.upload(BytesIO(b"x"), target_name="gone.log")
    desk.attachments.delete(gone.token)


def requests():
    made = desk.requests.create(Request(subject="As a customer", comment=Comment(body="Hello?")))
    check(made.id in ids(desk.requests()), True)
    check(made.id in ids(desk.requests.open()), True)
    check(made.id in ids(desk.requests.solved()), False)
    check(made.id in ids(desk.requests.ccd()), False)
    check([one.body for one in desk.requests.comments(made.id)], ["Hello?"])
    check(made.id in ids(desk.requests.search(query="customer")), True)
    made.comment = Comment(body="Anyone?")
    desk.requests.update(made)
    check(len(list(desk.requests.comments(made.id))), 2)


def suspended():
    until = monotonic() + 20
    while len(found := list(desk.suspended_tickets())) < 4:
        assert monotonic() < until, "the mails were not suspended"
        sleep(0.05)
    check(desk.suspended_tickets(id=found[0].id).id, found[0].id)
    desk.suspended_tickets.recover(found[0])
    desk.suspended_tickets.recover(found[1:2])
    desk.suspended_tickets.delete(found[2])
    desk.suspended_tickets.delete(found[3:4])
    check(len(list(desk.suspended_tickets())), 0)


def imports():
    past = "2020-01-02T03:04:05Z"
    old = dict(subject="Old", created_at=past, comments=[{"value": "Long ago.", "created_at": past}])
    made = desk.ticket_import.create(Ticket(**old))
    check(made.created_at, past)
    job = finished(desk.ticket_import.create([Ticket(**old), Ticket(**old)]))
    check(len(job.results), 2)


def exports():
    since = datetime.now(timezone.utc) - timedelta(hours=1)
    made = ticket("Measured")
    check(made.id in [one.ticket_id for one in desk.ticket_metrics()], True)
    list(desk.tickets.metrics_incremental(start_time=since))
    assert len(list(desk.tickets.audits())) > 0
