-- How often rules were used, in steps of ten minutes: counted from audits behind the feed, or by hand (macros).
create table rule_usage (
  kind text not null,
  rule_id bigint not null,
  at timestamptz not null,
  uses integer not null,
  primary key (kind, rule_id, at)
);
create index rule_usage_at on rule_usage (at);
-- How far the feed was read: one row. Counting starts with what comes from now on.
create table rule_usage_cursor (
  only_one boolean primary key default true check (only_one),
  position bigint not null
);
insert into rule_usage_cursor (position) select coalesce(max(position), 0) from feed;
