-- A page by number walks past all rows before it: with deleted_at in the index it touches none of them on the way.
alter table tickets drop constraint tickets_pkey;
alter table tickets add constraint tickets_pkey primary key (ticket_id) include (deleted_at);

-- Deleted tickets are counted from this index alone, purged ones too.
drop index tickets_deleted;
create index tickets_deleted on tickets (deleted_at, ticket_id) include (purged_at) where deleted_at is not null;
