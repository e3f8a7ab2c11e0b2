-- Policy: every document under the span of versions in which it stood so.
create table policy_versions (
  version integer primary key,
  at timestamptz not null,
  author_id bigint,
  reason text not null
);

create table policy_documents (
  kind text not null,
  id bigint not null,
  from_version integer not null references policy_versions,
  to_version integer,
  body jsonb not null,
  primary key (kind, id, from_version)
);
create index policy_documents_open on policy_documents (kind, id) where to_version is null;

create sequence policy_ids as bigint start 10000;

-- What a commit leaves to be done outside the database. Claimed by lease; delivered at least once under one key.
create table outbox (
  id bigint generated always as identity primary key,
  effect_key text not null unique,
  kind text not null,
  ticket_id bigint,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'cancelled')),
  created_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  lease_owner bigint,
  lease_until timestamptz,
  last_error text,
  ended_at timestamptz
);
create index outbox_waiting on outbox (kind, due_at, id) where state = 'waiting';
create index outbox_ticket on outbox (ticket_id) where state = 'waiting';
create index outbox_ended on outbox (ended_at) where state <> 'waiting';

-- What must happen at an instant. `ticket_id` 0 for timers that belong to no ticket.
create table timers (
  ticket_id bigint not null,
  kind text not null,
  key text not null,
  due_at timestamptz not null,
  payload jsonb not null default '{}',
  attempts integer not null default 0,
  lease_owner bigint,
  lease_until timestamptz,
  last_error text,
  primary key (ticket_id, kind, key)
);
create index timers_due on timers (due_at);

-- Queues: their rows die young, and each sweep reads past the dead ones.
alter table outbox set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
alter table timers set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- Changes in commit order: writers leave a row in the inbox, the one dispatcher numbers them below the oldest
-- running transaction.
create table feed_inbox (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  subject text not null,
  subject_id bigint not null,
  seq integer not null default 0
);

alter table feed_inbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table feed (
  position bigint primary key,
  subject text not null,
  subject_id bigint not null,
  seq integer not null,
  at timestamptz not null
);
create index feed_subject on feed (subject, subject_id, position);
create index feed_at on feed (at);

-- Repeated POSTs.
create table idempotency_keys (
  id bigint generated always as identity primary key,
  principal text not null,
  key text not null,
  body_hash bytea not null,
  owner bigint not null,
  located_status integer,
  located_path text,
  status integer,
  headers jsonb,
  response jsonb,
  created_at timestamptz not null default now(),
  unique (principal, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Budgets of requests, leased by processes in slices.
create table rate_budgets (
  key text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (key, window_start)
);
create index rate_budgets_window on rate_budgets (window_start);

-- Progress of bulk work, as the wire shows it.
create table job_statuses (
  id text primary key,
  job_type text not null,
  author_id bigint,
  total integer,
  progress integer,
  status text not null check (status in ('queued', 'working', 'completed', 'failed', 'killed')),
  message text,
  results jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index job_statuses_author on job_statuses (author_id, created_at desc);

-- What became of each member of a bulk job, written together with it: a job that is run again goes on from there.
create table bulk_outcomes (
  job_id text not null,
  index integer not null,
  outcome jsonb not null,
  primary key (job_id, index)
);

-- Which process runs a pool of job workers: the jobs of a dead one are set free.
create table job_pools (
  pool_id text primary key,
  owner bigint not null
);

-- Who did what to people, policy, access; and sensitive reads. Tickets have their own audits.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id bigint,
  via text not null,
  ip text,
  request_id text,
  action text not null,
  source_type text not null,
  source_id text,
  source_label text,
  before jsonb,
  after jsonb
);
create index audit_log_at on audit_log (at desc, id desc);
create index audit_log_source on audit_log (source_type, source_id, id);
create index audit_log_actor on audit_log (actor_id, id);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_rewriting();
