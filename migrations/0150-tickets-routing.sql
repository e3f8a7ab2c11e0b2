-- What people are good at, and what tickets ask for: ids of documents of the kind `routing_attribute_value`.
create table agent_skills (
  user_id bigint not null,
  value_id bigint not null,
  created_at timestamptz not null,
  primary key (user_id, value_id)
);
create table ticket_skills (
  ticket_id bigint not null,
  value_id bigint not null,
  created_at timestamptz not null,
  primary key (ticket_id, value_id)
);

-- Who takes tickets now, and how many. Whoever has no row is online, with the capacity of their role.
create table agent_availability (
  user_id bigint primary key,
  status text not null default 'online' check (status in ('online', 'away', 'offline')),
  capacity double precision check (capacity >= 0),
  modifier double precision not null default 1 check (modifier between 0 and 2),
  schedule_id bigint,
  updated_at timestamptz not null
);
create table agent_absences (
  id bigint generated always as identity primary key,
  user_id bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  reason text not null default '',
  created_at timestamptz not null
);
create index agent_absences_user on agent_absences (user_id, ends_at);

-- Groups that tickets are given out in. Whoever gives out holds the row; `due_at` is when it is to be looked at again,
-- null where nothing waits. `turn` counts what was given.
create table routing_groups (
  group_id bigint primary key,
  due_at timestamptz,
  turn bigint not null default 0
);
create index routing_groups_due on routing_groups (due_at) where due_at is not null;
-- Which turn of the group was each one's last.
create table routing_turns (
  group_id bigint not null,
  user_id bigint not null,
  turn bigint not null,
  primary key (group_id, user_id)
);
create index routing_turns_user on routing_turns (user_id);
-- Tickets that wait for somebody: derived from tickets, by the feed.
create table routing_queue (
  ticket_id bigint primary key,
  group_id bigint not null,
  since timestamptz not null
);
create index routing_queue_group on routing_queue (group_id, since, ticket_id);
-- The version of the policy that the groups stand for. One row.
create table routing_policy (
  only_one boolean primary key default true check (only_one),
  version integer not null
);
insert into routing_policy (version) values (0);
-- Why a ticket was given to whom: everything that the choice was made of.
create table routing_decisions (
  ticket_id bigint not null,
  seq integer not null,
  group_id bigint not null,
  user_id bigint not null,
  policy_version integer not null,
  decided_at timestamptz not null,
  basis jsonb not null,
  primary key (ticket_id, seq)
);
create index routing_decisions_user on routing_decisions (user_id);
