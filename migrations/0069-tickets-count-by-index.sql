-- All tickets that stand are counted from this index alone, which lists by offset do for every page.
drop index tickets_updated;
create index tickets_updated on tickets (updated_at, ticket_id) include (deleted_at);
