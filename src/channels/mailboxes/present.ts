import { Type } from 'typebox'
import { type Instant, toIso } from '../../kernel/index.ts'
import type { Mailbox } from './mailbox.ts'
import type { Counts, OpenMessage } from './store.ts'

const Time = Type.String({ format: 'date-time' })
const NullableText = Type.Union([Type.String(), Type.Null()])
const NullableTime = Type.Union([Time, Type.Null()])

export const MailboxShown = Type.Object(
  {
    id: Type.Integer(),
    url: Type.String(),
    name: Type.String(),
    address: Type.String(),
    host: Type.String(),
    port: Type.Integer(),
    security: Type.String(),
    username: Type.String(),
    folder: Type.String(),
    poll_seconds: Type.Integer(),
    idle: Type.Boolean(),
    after: Type.String(),
    move_to: NullableText,
    existing_mail: Type.String(),
    authentication_host: NullableText,
    active: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  { title: 'Mailbox' },
)

/** The password is not among it: it is written, never read. */
export const presentMailbox =
  (origin: string) =>
  (box: Mailbox): object => ({
    id: box.id,
    url: `${origin}/api/v2/mailboxes/${box.id}.json`,
    name: box.name,
    address: box.address,
    host: box.host,
    port: box.port,
    security: box.security,
    username: box.username,
    folder: box.folder,
    poll_seconds: box.poll_seconds,
    idle: box.idle,
    after: box.after,
    move_to: box.move_to,
    existing_mail: box.existing_mail,
    authentication_host: box.authentication_host,
    active: box.active,
    created_at: toIso(box.created_at),
    updated_at: toIso(box.updated_at),
  })

export const Health = Type.Object({
  mailbox_id: Type.Integer(),
  state: Type.String(),
  error: NullableText,
  failures: Type.Integer(),
  checked_at: NullableTime,
  succeeded_at: NullableTime,
  next_check_at: NullableTime,
  backlog: Type.Integer(),
  kept_today: Type.Integer(),
  unmarked: Type.Integer(),
  failing: Type.Integer(),
  left: Type.Integer(),
  left_messages: Type.Array(
    Type.Object({ uid: Type.Integer(), attempts: Type.Integer(), error: NullableText, at: Time }),
  ),
  uid_validity: Type.Union([Type.Integer(), Type.Null()]),
  last_uid: Type.Integer(),
})

export type HealthFacts = {
  readonly counts: Omit<Counts, 'mailbox_id'>
  readonly left: readonly OpenMessage[]
}

/** `paused` by its setting, `new` before the first look, `failing` since a look failed, else `ok`. */
const stateOf = ({ active, failures, checked_at }: Mailbox): string => {
  if (!active) return 'paused'
  if (checked_at === null) return 'new'
  return failures > 0 ? 'failing' : 'ok'
}

export const presentHealth = (box: Mailbox, { counts, left }: HealthFacts): object => ({
  mailbox_id: box.id,
  state: stateOf(box),
  error: box.error,
  failures: box.failures,
  checked_at: timeOrNull(box.checked_at),
  succeeded_at: timeOrNull(box.succeeded_at),
  next_check_at: box.active ? toIso(box.due_at) : null,
  backlog: box.backlog,
  kept_today: counts.kept_today,
  unmarked: counts.unmarked,
  failing: counts.failing,
  left: counts.left,
  left_messages: left.map(({ uid, attempts, error, at }) => ({ uid, attempts, error, at: toIso(at) })),
  uid_validity: box.uid_validity,
  last_uid: box.last_uid,
})

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))
