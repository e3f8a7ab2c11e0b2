-- `split_from`: the ticket whose comments this one was made of.
alter table tickets add column split_from bigint;
create index tickets_split_from on tickets (split_from) where split_from is not null;

-- Comments that were taken back after they had left, or long after they were written: out of every conversation, and
-- still told by their audit. Their files stay in `attachments`, where nothing but their audit leads to them.
create table retracted_comments (
  ticket_id bigint not null,
  id bigint not null,
  seq integer not null,
  retracted_seq integer not null,
  author_id bigint not null,
  content jsonb not null,
  salt bytea,
  primary key (ticket_id, id)
);
create index retracted_comments_author on retracted_comments (author_id);
