-- What is derived from the feed: how far each projection has come. While it is built from nothing, `building` names the
-- subject that it is at and `built_to` the last id of it; the feed waits from `position` on.
create table projections (
  name text primary key,
  version integer not null,
  position bigint not null,
  building text,
  built_to bigint not null default 0
);
