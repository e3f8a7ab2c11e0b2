import { type Statement, statement } from '../platform/db/db.ts'

/** Which parts a save writes besides ticket, audit and the feed's inbox. Absent parts cost nothing. */
export type SaveParts = {
  readonly create: boolean
  readonly comment: boolean
  readonly edit: boolean
  readonly attachments: boolean
  readonly uploads: boolean
  /** Timers to set, and timers to forget: two parts of one parameter. */
  readonly timers: boolean
  readonly dropped: boolean
  readonly effects: boolean
  readonly located: boolean
}

const COLUMNS =
  `version last_event_id chain subject status custom_status_id type priority requester_id submitter_id
  assignee_id group_id organization_id brand_id ticket_form_id problem_id external_id recipient via tags fields
  follower_ids email_cc_ids due_at next_update_at is_public first_comment_id comment_count public_comment_count mail_epoch created_at
  updated_at solved_at closed_at deleted_at purged_at follow_up_of merged_into split_from satisfaction kind
  resolution_code plan parties clocks
  next_breach_at sla_policy_id stage schedule_id status_at assigned_at requester_updated_at assignee_updated_at
  upcoming_breach_at last_breach_at upcoming_group_breach_at last_group_breach_at`.split(/\s+/)

/** Parameters that every save begins with: ticket, audit, texts, chain, metric events, whether it is silent. */
const SET = COLUMNS.filter((column) => column !== 'created_at')
  .map((column) => `${column} = w.${column}`)
  .join(', ')

const cache = new Map<string, Statement>()

/**
 * The one statement that writes a Change. Everything selects from `t`, which has a row only when the ticket still
 * was at the version that was decided on (or, for a create, when every upload was still there): a lost race writes
 * nothing. Parameters, in this order, those of absent parts left out: ticket (jsonb), audit (jsonb), texts (jsonb),
 * chain (bytea), metric events (text), silent (boolean), uploads (bigint[]), comment (jsonb), edited comment (jsonb), attachments (jsonb), timers (jsonb), effects (jsonb),
 * idempotency row (bigint), located status (integer), located path (text).
 */
export const saveStatement = (parts: SaveParts): Statement => {
  const flags = Object.values(parts).map(Number).join('')
  const known = cache.get(flags)
  if (known !== undefined) return known
  const made = statement(`tickets_save_${flags}`, saveText(parts))
  cache.set(flags, made)
  return made
}

const saveText = (parts: SaveParts): string => {
  let used = 6
  const next = (): string => `$${++used}`
  const uploads = parts.uploads ? next() : ''
  const ctes = [
    parts.uploads && lockUploads(uploads),
    ticketCte(parts.create, parts.uploads ? uploadsThere(uploads) : ''),
    AUDIT,
    FEED,
    parts.uploads &&
      'u as (delete from uploads where id in (select id from locked) and exists (select from t))',
    parts.comment && rowsCte('comments', next()),
    parts.edit && editCte(next()),
    parts.attachments && rowsCte('attachments', next()),
    (parts.timers || parts.dropped) && timerCtes(next(), parts),
    parts.effects && effectsCte(next()),
    parts.located && locatedCte(next(), next(), next()),
  ]
  const won = 'exists (select from t) as won'
  const there = parts.uploads ? `${uploadsThere(uploads)} as uploads_there` : 'true as uploads_there'
  return `with ${ctes.filter(Boolean).join(',\n')}\nselect ${won}, ${there}`
}

/** Locked, so that of two Changes with one upload the later finds it gone. */
const lockUploads = (ids: string): string =>
  `locked as materialized (select id from uploads where id = any(${ids}::bigint[]) order by id for update)`

const uploadsThere = (ids: string): string => `(select count(*) from locked) = cardinality(${ids}::bigint[])`

const WANTED = 'jsonb_populate_record(null::tickets, $1::jsonb)'

const ticketCte = (create: boolean, condition: string): string =>
  create
    ? `t as (insert into tickets select * from ${WANTED} w ${condition && `where ${condition}`}
        on conflict (ticket_id) do nothing returning ticket_id, version)`
    : `t as (update tickets o set ${SET} from ${WANTED} w
        where o.ticket_id = w.ticket_id and o.version = w.version - 1 ${condition && `and ${condition}`}
        returning o.ticket_id, o.version)`

const AUDIT = `a as (insert into audits (ticket_id, seq, id, created_at, author_id, via, change, events, texts,
    rules_fired, context, metadata, policy_version, chain, metric_events, silent)
  select t.ticket_id, t.version, r.id, r.created_at, r.author_id, r.via, r.change, r.events, $3::jsonb,
    r.rules_fired, r.context, r.metadata, r.policy_version, $4::bytea, $5::text, $6::boolean
  from t, jsonb_to_record($2::jsonb) as r(id bigint, created_at timestamptz, author_id bigint, via jsonb, change jsonb,
    events jsonb, rules_fired jsonb, context jsonb, metadata jsonb, policy_version integer))`

const FEED = `f as (insert into feed_inbox (subject, subject_id, seq) select 'ticket', ticket_id, version from t)`

const rowsCte = (table: 'comments' | 'attachments', rows: string): string =>
  `${table}_in as (insert into ${table}
    select r.* from t, jsonb_populate_recordset(null::${table}, ${rows}::jsonb) r)`

/** What stands in the row of a comment, but for the keys that are given; a file that is taken away leaves a text. */
const editCte = (row: string): string =>
  `e as (select t.ticket_id, r.* from t, jsonb_to_record(${row}::jsonb) as r(id bigint, public boolean, body text, html text,
      quoted_html text, structure jsonb, salt bytea, trusted_at timestamptz, redacted_at timestamptz, files jsonb)),
    edited as (update comments c set public = coalesce(e.public, c.public), body = coalesce(e.body, c.body),
      html = coalesce(e.html, c.html), salt = coalesce(e.salt, c.salt),
      quoted_html = case when e.body is null then c.quoted_html else e.quoted_html end,
      structure = case when e.body is null then c.structure else e.structure end,
      trusted_at = coalesce(e.trusted_at, c.trusted_at), redacted_at = coalesce(e.redacted_at, c.redacted_at)
    from e where c.ticket_id = e.ticket_id and c.id = e.id),
    redacted_files as (update attachments f set blob = r.blob, size = r.size, sha256 = r.sha256, file_name = 'redacted.txt',
      content_type = 'text/plain', inline = false, content_id = null, width = null, height = null
    from e, jsonb_to_recordset(e.files) as r(id bigint, blob text, size bigint, sha256 text)
    where f.ticket_id = e.ticket_id and f.comment_id = e.id and f.id = r.id)`

const timerCtes = (edits: string, parts: Pick<SaveParts, 'timers' | 'dropped'>): string => {
  const rows = `jsonb_to_recordset(${edits}::jsonb) as r(kind text, key text, due_at timestamptz, payload jsonb)`
  const set = `set_timers as (insert into timers (ticket_id, kind, key, due_at, payload)
      select t.ticket_id, r.kind, r.key, r.due_at, r.payload from t, ${rows} where r.due_at is not null
      on conflict (ticket_id, kind, key) do update set due_at = excluded.due_at, payload = excluded.payload,
        attempts = 0, lease_owner = null, lease_until = null, last_error = null)`
  const dropped = `dropped_timers as (delete from timers using t, ${rows}
      where timers.ticket_id = t.ticket_id and timers.kind = r.kind and timers.key = r.key and r.due_at is null)`
  return [parts.timers && set, parts.dropped && dropped].filter(Boolean).join(',\n')
}

const effectsCte = (effects: string): string =>
  `effects as (insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at)
    select r.effect_key, r.kind, t.ticket_id, r.payload, r.created_at, coalesce(r.due_at, r.created_at)
    from t, jsonb_to_recordset(${effects}::jsonb)
      as r(effect_key text, kind text, payload jsonb, created_at timestamptz, due_at timestamptz))`

const locatedCte = (row: string, status: string, path: string): string =>
  `located as (update idempotency_keys set located_status = ${status}::integer, located_path = ${path}::text
    where id = ${row}::bigint and exists (select from t))`

const EXCLUDED = COLUMNS.filter((column) => column !== 'created_at')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')

const MANY_TIMERS = `jsonb_to_recordset($5::jsonb)
  as r(ticket_id bigint, kind text, key text, due_at timestamptz, payload jsonb)`

/**
 * Writes many Changes of tickets that are locked or new. Parameters, each a jsonb array: tickets as they stand in the
 * end, audits (with texts and chain), comments, attachments, edits of timers (one a timer), effects.
 */
export const SAVE_MANY = statement(
  'tickets_save_many',
  `with t as (insert into tickets select w.* from jsonb_populate_recordset(null::tickets, $1::jsonb) w
      on conflict (ticket_id) do update set ${EXCLUDED}),
    a as (insert into audits (ticket_id, seq, id, created_at, author_id, via, change, events, texts, rules_fired,
        context, metadata, policy_version, chain, metric_events, silent)
      select r.ticket_id, r.seq, r.id, r.created_at, r.author_id, r.via, r.change, r.events, r.texts, r.rules_fired,
        r.context, r.metadata, r.policy_version, decode(r.chain, 'hex'), r.metric_events, r.silent
      from jsonb_to_recordset($2::jsonb) as r(ticket_id bigint, seq integer, id bigint, created_at timestamptz,
        author_id bigint, via jsonb, change jsonb, events jsonb, texts jsonb, rules_fired jsonb, context jsonb,
        metadata jsonb, policy_version integer, chain text, metric_events text, silent boolean)
      returning ticket_id, seq),
    f as (insert into feed_inbox (subject, subject_id, seq) select 'ticket', ticket_id, seq from a),
    c as (insert into comments select * from jsonb_populate_recordset(null::comments, $3::jsonb)),
    m as (insert into attachments select * from jsonb_populate_recordset(null::attachments, $4::jsonb)),
    set_timers as (insert into timers (ticket_id, kind, key, due_at, payload)
      select r.ticket_id, r.kind, r.key, r.due_at, r.payload from ${MANY_TIMERS} where r.due_at is not null
      on conflict (ticket_id, kind, key) do update set due_at = excluded.due_at, payload = excluded.payload,
        attempts = 0, lease_owner = null, lease_until = null, last_error = null),
    dropped_timers as (delete from timers using ${MANY_TIMERS}
      where timers.ticket_id = r.ticket_id and timers.kind = r.kind and timers.key = r.key and r.due_at is null)
  insert into outbox (effect_key, kind, ticket_id, payload, created_at, due_at)
  select r.effect_key, r.kind, r.ticket_id, r.payload, r.created_at, coalesce(r.due_at, r.created_at)
  from jsonb_to_recordset($6::jsonb)
    as r(effect_key text, kind text, ticket_id bigint, payload jsonb, created_at timestamptz, due_at timestamptz)`,
)
