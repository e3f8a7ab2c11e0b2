import type { RawBuilder } from 'kysely'
import { DAY_MS, type Instant, plusMs, toIsoMs } from '../../kernel/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Conditions } from '../../rules/core/index.ts'
import { STATUSES } from '../core/ticket.ts'
import { impliedStatus, statusesOf } from '../implied-status.ts'

/** Closed for so long, a ticket is archived: views leave it out. */
const ARCHIVED_AFTER_DAYS = 120

const CLOSED = STATUSES.indexOf('closed')

/** What follows from a view's conditions on the status, and that archived tickets are left out. */
export const impliedBy = (conditions: Conditions, at: Instant): RawBuilder<boolean> =>
  statusesOf(conditions).includes(CLOSED)
    ? sql<boolean>`(${impliedStatus(conditions)} and ${notArchived(at)})`
    : impliedStatus(conditions)

const notArchived = (at: Instant): RawBuilder<boolean> =>
  sql<boolean>`(t.status < 5 or t.closed_at > ${toIsoMs(plusMs(at, -ARCHIVED_AFTER_DAYS * DAY_MS))}::timestamptz)`
