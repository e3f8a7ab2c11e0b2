-- How far each automation has looked: when it last asked which tickets its conditions hold for, at which place of the feed,
-- and under which policy. From there on only what changed or came due since is asked for.
create table automation_looks (
  automation_id bigint primary key,
  policy text not null,
  looked_at timestamptz not null,
  position bigint not null,
  -- When it last looked at every ticket.
  whole_at timestamptz not null
);
-- Tickets that an automation acted on and may act on again: by when it did.
create index automation_firings_fired on automation_firings (automation_id, fired_at);
