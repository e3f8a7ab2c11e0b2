-- The words of people, organizations and groups, for search: A names, B addresses, numbers and external ids, C details and
-- notes, D tags and fields. A projection of the feed.
create table people_words (
  kind text not null check (kind in ('user', 'organization', 'group')),
  id bigint not null,
  words tsvector not null,
  primary key (kind, id)
);
create index people_words_words on people_words using gin (words) with (gin_pending_list_limit = 1024);
