create sequence people_ids as bigint start 1000;

create table organizations (
  id bigint primary key default nextval('people_ids'),
  name text not null,
  external_id text,
  shared_tickets boolean not null default false,
  shared_comments boolean not null default false,
  domain_names text[] not null default '{}',
  details text,
  notes text,
  group_id bigint,
  tags text[] not null default '{}',
  organization_fields jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create unique index organizations_name on organizations (lower(name)) where deleted_at is null;
create unique index organizations_external on organizations (external_id) where deleted_at is null;
create index organizations_domains on organizations using gin (domain_names);

create table groups (
  id bigint primary key default nextval('people_ids'),
  name text not null,
  description text not null default '',
  is_default boolean not null default false,
  is_public boolean not null default true,
  deleted boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index groups_name on groups (lower(name)) where not deleted;

-- `role_id` names a document of the policy kind `role`: 1 end user, 2 light agent, 3 agent, 4 admin, 5 owner, or a custom role.
create table users (
  id bigint primary key default nextval('people_ids'),
  name text not null,
  email text,
  role_id bigint not null default 1,
  verified boolean not null default false,
  active boolean not null default true,
  suspended boolean not null default false,
  organization_id bigint references organizations,
  default_group_id bigint references groups,
  external_id text,
  phone text,
  alias text,
  details text,
  notes text,
  signature text,
  time_zone text,
  locale text,
  tags text[] not null default '{}',
  user_fields jsonb not null default '{}',
  ticket_restriction text check (ticket_restriction in ('organization', 'groups', 'assigned', 'requested')),
  only_private_comments boolean not null default false,
  moderator boolean not null default false,
  photo jsonb,
  password_hash text,
  password_changed_at timestamptz,
  last_login_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index users_external on users (external_id) where active;
create index users_role on users (role_id, id);
create index users_organization on users (organization_id) where organization_id is not null;
create index users_updated on users (updated_at, id);

-- Ways to reach or recognise a person. `key` is the value in the form that is compared: an address in lower case.
create table user_identities (
  id bigint primary key default nextval('people_ids'),
  user_id bigint not null references users,
  type text not null,
  value text not null,
  key text not null,
  verified boolean not null default false,
  is_primary boolean not null default false,
  deliverable_state text not null default 'deliverable',
  undeliverable_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index user_identities_key on user_identities (type, key);
create index user_identities_user on user_identities (user_id, id);

create table organization_memberships (
  id bigint primary key default nextval('people_ids'),
  user_id bigint not null references users,
  organization_id bigint not null references organizations,
  is_default boolean not null default false,
  view_tickets boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (user_id, organization_id)
);
create index organization_memberships_organization on organization_memberships (organization_id, user_id);

create table group_memberships (
  id bigint primary key default nextval('people_ids'),
  user_id bigint not null references users,
  group_id bigint not null references groups,
  is_default boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (user_id, group_id)
);
create index group_memberships_group on group_memberships (group_id, user_id);

-- Both keep one SHA-256 of 256 random bits.
create table sessions (
  id bigint primary key default nextval('people_ids'),
  hash bytea not null unique,
  user_id bigint not null references users,
  csrf_token text not null,
  ip text,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id);

create table tokens (
  id bigint primary key default nextval('people_ids'),
  hash bytea not null unique,
  user_id bigint not null references users,
  description text not null,
  scopes text[] not null,
  allowed_ips text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index tokens_user on tokens (user_id);

-- Search: words of a name by their beginning; addresses by their beginning.
create index users_name_words on users using gin (to_tsvector('simple', name));
create index user_identities_prefix on user_identities (key text_pattern_ops) where type = 'email';
create index users_phone on users (phone) where phone is not null;
