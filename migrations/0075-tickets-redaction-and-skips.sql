-- `redacted_at`: since then the raw mail that a comment came by is served no more. `trusted_at`: an agent has looked at
-- the warnings of a comment and trusts it.
alter table comments add column redacted_at timestamptz;
alter table comments add column trusted_at timestamptz;

-- An agent was offered a ticket and passed it over.
create table skips (
  id bigint generated always as identity primary key,
  ticket_id bigint not null,
  user_id bigint not null,
  reason text not null,
  created_at timestamptz not null
);
create index skips_ticket on skips (ticket_id, id);
create index skips_user on skips (user_id, id);
