-- Views of one status by their latest update: "solved", "pending", newest first, and how many there are.
create index tickets_status_updated on tickets (status, updated_at, ticket_id) where status < 5 and deleted_at is null;
-- Tags that few tickets have, in views and automations of any status. What waits to be sorted in is kept short, for each
-- question reads all of it.
create index tickets_tags on tickets using gin (tags) with (gin_pending_list_limit = 256) where deleted_at is null;
-- Unsolved tickets of groups, with what most views of unsolved tickets ask for or sort by, so that they are found without
-- the rows themselves. No tags: an index's row has to stay small.
create index tickets_group_unsolved_wide on tickets (group_id, ticket_id)
  include (status, priority, assignee_id, requester_id, updated_at, next_breach_at, upcoming_breach_at, deleted_at)
  where status < 4;
drop index tickets_group_unsolved;
alter index tickets_group_unsolved_wide rename to tickets_group_unsolved;
