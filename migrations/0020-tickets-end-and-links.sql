-- A purged ticket keeps its numbers, times and states; what people wrote is gone. `follow_up_of`: the closed ticket
-- that this one takes up again. `merged_into`: the ticket in which this one goes on.
alter table tickets add column purged_at timestamptz;
alter table tickets add column follow_up_of bigint;
alter table tickets add column merged_into bigint;
create index tickets_deleted on tickets (deleted_at, ticket_id) where deleted_at is not null and purged_at is null;
create index tickets_follow_ups on tickets (follow_up_of) where follow_up_of is not null;

-- What somebody worked on last; and what is to be erased with them.
create index audits_author on audits (author_id, created_at, id);
