-- Who is told of the tickets of an organization that they share in.
create table organization_subscriptions (
  id bigint primary key default nextval('people_ids'),
  user_id bigint not null references users,
  organization_id bigint not null references organizations,
  created_at timestamptz not null,
  unique (user_id, organization_id)
);
create index organization_subscriptions_organization on organization_subscriptions (organization_id, user_id);

-- The people whom an organization has named to deal with support, and in what role.
create table organization_contacts (
  id bigint primary key default nextval('people_ids'),
  organization_id bigint not null references organizations,
  user_id bigint not null references users,
  roles text[] not null,
  -- Names and removes the other contacts of the organization.
  manages_contacts boolean not null default false,
  notes text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organization_id, user_id)
);
create index organization_contacts_user on organization_contacts (user_id);

-- What the contract says of contacts: how many there may be, and why none may be named at present.
alter table organizations
  add column contact_limit integer not null default 30 check (contact_limit between 0 and 1000),
  add column contacts_blocked_because text;
