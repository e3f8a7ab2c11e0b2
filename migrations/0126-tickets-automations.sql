-- Which automation has acted on which ticket, when last, and how often: derived from audits, so that none acts again and
-- again on a ticket whose conditions it could not end.
create table automation_firings (
  ticket_id bigint not null,
  automation_id bigint not null,
  fired_at timestamptz not null,
  times integer not null,
  primary key (ticket_id, automation_id)
);
-- When tickets are looked through next: whichever process comes first then does it. One row.
create table automation_sweep (
  only_one boolean primary key default true check (only_one),
  next_at timestamptz not null
);
insert into automation_sweep (next_at) values ('-infinity');
-- "Not touched for two days", "due in an hour": for automations that wait for these rather than for a status.
create index tickets_unsolved_updated_at on tickets (updated_at) where status < 4 and deleted_at is null;
