-- When what last happened to a ticket, as rules ask for it: "hours since", "hours until". Derived from `clocks`, as
-- next_breach_at is; columns, because automations and views compare them.
alter table tickets
  add column status_at timestamptz,
  add column assigned_at timestamptz,
  add column requester_updated_at timestamptz,
  add column assignee_updated_at timestamptz,
  -- The next target that will be missed if nothing changes, and when one was missed last; then those of group targets.
  add column upcoming_breach_at timestamptz,
  add column last_breach_at timestamptz,
  add column upcoming_group_breach_at timestamptz,
  add column last_group_breach_at timestamptz;

-- Tickets that were only imported have no clocks.
update tickets set status_at = coalesce(case status when 5 then closed_at when 4 then solved_at end, updated_at)
where clocks is null;

-- The short form of clocks: lists, all times in seconds since the creation (src/sla/core/kept/pack-state.ts).
with packed as (
  select ticket_id, to_timestamp((c -> 0 ->> 0)::float8) as created, c -> 0 -> 9 as clocks, c -> 0 -> 11 as tally
  from (select ticket_id, clocks::jsonb as c from tickets where clocks is not null) t
), clock as (
  select ticket_id, created, (k ->> 0)::int = 7 as is_group, (k ->> 3)::float8 as active, (k ->> 4)::float8 as fulfilled,
    jsonb_typeof(k -> 6) = 'array' as has_target, (k -> 6 ->> 4)::float8 as applied, (k ->> 7)::float8 as due,
    (k ->> 8)::float8 as cancelled, (k ->> 9)::float8 as breached
  from packed, jsonb_array_elements(clocks) k
), breach as (
  select ticket_id, is_group, max(breached) as last,
    min(greatest(due, applied, active)) filter (where has_target and active is not null and due is not null
      and fulfilled is null and cancelled is null and breached is null) as upcoming
  from clock group by ticket_id, is_group
)
update tickets t set
  status_at = p.created + (p.tally ->> 5)::float8 * interval '1 second',
  requester_updated_at = p.created + (p.tally ->> 7)::float8 * interval '1 second',
  assigned_at = p.created + (p.tally ->> 9)::float8 * interval '1 second',
  assignee_updated_at = p.created + (p.tally ->> 10)::float8 * interval '1 second',
  upcoming_breach_at = p.created + own.upcoming * interval '1 second',
  last_breach_at = p.created + own.last * interval '1 second',
  upcoming_group_breach_at = p.created + ofgroup.upcoming * interval '1 second',
  last_group_breach_at = p.created + ofgroup.last * interval '1 second'
from packed p
left join breach own on own.ticket_id = p.ticket_id and not own.is_group
left join breach ofgroup on ofgroup.ticket_id = p.ticket_id and ofgroup.is_group
where t.ticket_id = p.ticket_id;

-- "Solved four days ago": what automations wait for most. What is closed has left it.
create index tickets_status_at on tickets (status, status_at) where status < 5 and deleted_at is null;
