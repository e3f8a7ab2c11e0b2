-- Links that mails about an account carry: one use each, known by their hash alone.
create table account_links (
  id bigint primary key default nextval('people_ids'),
  hash bytea not null unique,
  user_id bigint not null references users,
  identity_id bigint not null references user_identities on delete cascade,
  -- The identity's key when it was sent: a link proves that address, not another put in its place.
  key text not null,
  purpose text not null check (purpose in ('password_reset', 'address_verification')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index account_links_user on account_links (user_id);
create index account_links_identity on account_links (identity_id);

-- A removed person whose traces go for good: who said so and when, when it was begun and when it was done.
alter table users
  add column permanently_deleted_at timestamptz,
  add column permanently_deleted_by bigint,
  add column erased_at timestamptz;
create index users_removed on users (id) where not active and permanently_deleted_at is null;
