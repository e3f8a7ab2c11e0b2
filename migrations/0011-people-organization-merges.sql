-- Organizations that became one; the loser's row stays, out of use.
create table organization_merges (
  id text primary key,
  loser_id bigint not null references organizations,
  winner_id bigint not null references organizations,
  created_at timestamptz not null
);
create index organization_merges_loser on organization_merges (loser_id);
create index organization_merges_winner on organization_merges (winner_id);
