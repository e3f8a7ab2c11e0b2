-- Endpoints outside that are told what happens here. Secrets are sealed.
create table webhooks (
  id text primary key,
  name text not null,
  description text,
  status text not null check (status in ('active', 'inactive')),
  subscriptions text[] not null,
  endpoint text not null,
  http_method text not null,
  request_format text not null,
  authentication jsonb,
  credentials bytea,
  custom_headers jsonb,
  secret bytea not null,
  previous_secret bytea,
  previous_secret_until timestamptz,
  -- A target of the older API is a webhook, too, known by a number.
  target_id bigint unique,
  created_at timestamptz not null,
  created_by bigint,
  updated_at timestamptz not null,
  updated_by bigint,
  disabled_reason text,
  -- The breaker: what became of the tries of a stretch of time, and until when nothing is sent.
  stretch_started_at timestamptz,
  stretch_ok integer not null default 0,
  stretch_failed integer not null default 0,
  broken_until timestamptz,
  trips integer not null default 0,
  lease_owner bigint,
  lease_until timestamptz
);
create sequence target_ids;
create index webhooks_subscriptions on webhooks using gin (subscriptions) where status = 'active';

-- One message to one endpoint, sent until it has arrived or is given up. Its order is `seq`.
create table webhook_invocations (
  id text primary key,
  seq bigint generated always as identity,
  webhook_id text not null references webhooks on delete cascade,
  source_key text not null,
  event_type text,
  subject text not null,
  ticket_id bigint,
  user_ids bigint[] not null default '{}',
  method text not null,
  query text,
  content_type text,
  body text,
  state text not null check (state in ('waiting', 'success', 'failed', 'timeout', 'circuit broken')),
  attempts integer not null default 0,
  timeouts integer not null default 0,
  conflicts integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz not null,
  completed_at timestamptz,
  unique (webhook_id, source_key)
);
create unique index webhook_invocations_seq on webhook_invocations (webhook_id, seq);
create index webhook_invocations_waiting on webhook_invocations (webhook_id, seq) where state = 'waiting';
create index webhook_invocations_due on webhook_invocations (due_at) where state = 'waiting';
create index webhook_invocations_lane on webhook_invocations (webhook_id, subject, seq) where state = 'waiting';
create index webhook_invocations_ticket on webhook_invocations (ticket_id);
create index webhook_invocations_users on webhook_invocations using gin (user_ids);
create index webhook_invocations_completed on webhook_invocations (completed_at) where state <> 'waiting';

create table webhook_attempts (
  invocation_id text not null references webhook_invocations on delete cascade,
  number integer not null,
  status text not null,
  started_at timestamptz not null,
  completed_at timestamptz not null,
  request_headers jsonb,
  response_status integer,
  response_headers jsonb,
  response_body text,
  error text,
  primary key (invocation_id, number)
);

-- How far the feed was read, and of each person and organization how far the log of what was done to them.
create table webhook_cursor (
  the_one boolean primary key default true check (the_one),
  position bigint not null,
  audit_id bigint not null
);
create table webhook_subjects (
  subject text not null,
  subject_id bigint not null,
  audit_id bigint not null,
  primary key (subject, subject_id)
);
