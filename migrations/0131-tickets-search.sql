-- The words of each ticket that is not deleted, for search: A its subject, B its tags and fields, C its public comments,
-- D its notes. A projection of the feed, never written by a commit. `status` lags a little behind the ticket's and only
-- chooses the index.
create table ticket_words (
  ticket_id bigint primary key,
  words tsvector not null,
  status smallint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 90, autovacuum_analyze_scale_factor = 0.05);
-- The planner's list of common words decides which way a search goes.
alter table ticket_words alter column words set statistics 500;
create index ticket_words_all on ticket_words using gin (words) with (gin_pending_list_limit = 1024);
create index ticket_words_unsolved on ticket_words using gin (words) with (gin_pending_list_limit = 1024)
  where status < 4;
-- Unsolved tickets, the newest first: for words that most of them have.
create index ticket_words_unsolved_ids on ticket_words (ticket_id) where status < 4;
