-- Requests to change the policy: proposed by one, approved by another, applied as one version.
create table policy_changes (
  id bigint generated always as identity primary key,
  title text not null,
  reason text not null,
  author_id bigint not null,
  state text not null check (state in ('open', 'approved', 'rejected', 'withdrawn', 'applied')),
  base_version integer not null references policy_versions (version),
  -- What was asked for, as it came; what it makes of each document; ids of new ones.
  edits jsonb not null,
  proposal jsonb not null,
  drawn_ids bigint[] not null default '{}',
  decided_by bigint,
  decided_at timestamptz,
  decision_reason text,
  applied_by bigint,
  applied_version integer references policy_versions (version),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index policy_changes_state on policy_changes (state, id);
