-- Replays of history under a proposed policy: what was asked, how far it is, and what would differ.
create table policy_dry_runs (
  id bigint generated always as identity primary key,
  job_id text not null,
  author_id bigint not null,
  change_id bigint references policy_changes (id) on delete set null,
  state text not null check (state in ('queued', 'working', 'completed', 'failed', 'cancelled')),
  base_version integer not null references policy_versions (version),
  proposal jsonb not null,
  span_from timestamptz not null,
  span_to timestamptz not null,
  sample integer,
  report jsonb,
  error text,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index policy_dry_runs_change on policy_dry_runs (change_id, id) where change_id is not null;
create index policy_dry_runs_created on policy_dry_runs (created_at);
create table policy_dry_run_tickets (
  dry_run_id bigint not null references policy_dry_runs (id) on delete cascade,
  ticket_id bigint not null,
  aspects text[] not null,
  findings jsonb not null,
  borrowed text[] not null,
  primary key (dry_run_id, ticket_id)
);
create index policy_dry_run_tickets_ticket on policy_dry_run_tickets (ticket_id);
