"""What the scenarios share: a desk seen through zenpy, unmodified.

zenpy itself offers ZENPY_FORCE_NETLOC and ZENPY_FORCE_SCHEME, which point it at the desk; DESK_EMAIL and DESK_TOKEN
are whom it comes as.
"""

import os
from time import monotonic, sleep

from zenpy import Zenpy
from zenpy.lib.api_objects import Comment, Ticket
from zenpy.lib.exception import APIException


EMAIL = os.environ["DESK_EMAIL"]


def client(token=os.environ["DESK_TOKEN"], email=EMAIL, **options):
    return Zenpy(subdomain="desk", email=email, token=token, disable_cache=True, **options)


desk = client()


def check(found, expected):
    assert found == expected, f"expected {expected!r}, found {found!r}"


def refused(status, work, kind=APIException):
    try:
        work()
    except kind as error:
        check(error.response.status_code, status)
        return error
    raise AssertionError(f"was not refused with {status}")


def finished(job):
    until = monotonic() + 20
    while job.status not in ("completed", "failed", "killed"):
        assert monotonic() < until, f"the job is still {job.status}"
        sleep(0.02)
        job = desk.job_status(id=job.id)
    check(job.status, "completed")
    return job


def ticket(subject, **more):
    given = Ticket(subject=subject, comment=Comment(body=f"About {subject}."), **more)
    return desk.tickets.create(given).ticket


def ids(things):
    return [thing.id for thing in things]
