-- What is kept about a ticket's time: the fold of its audits (src/tickets/core/clocks), in a short form that nothing but
-- the fold reads. As text: jsonb takes twice the bytes for lists of numbers, and would be parsed in every list of tickets.
-- Null for tickets that were only imported. In the row, not beside it: a table of its own cost each update a second
-- tuple and a second index entry.
alter table tickets add column clocks text;
-- When the target that is shown is used up; what a single queue is sorted by.
alter table tickets add column next_breach_at timestamptz;
alter table tickets add column sla_policy_id bigint;
-- 1 first reply, 2 next reply, 3 resolution; null once solved.
alter table tickets add column stage smallint;
-- The schedule that a rule set on it.
alter table tickets add column schedule_id bigint;

-- "Unsolved, in my groups, by next breach": read in order, the groups compared in the index.
create index tickets_next_breach on tickets (next_breach_at, ticket_id, group_id)
  where status < 4 and deleted_at is null;

-- Metric events of an update: derived from the audits, so outside their chain; verify holds the two together.
alter table audits add column metric_events text;
-- What only time did: kept, and left out where audits are shown.
alter table audits add column silent boolean not null default false;
