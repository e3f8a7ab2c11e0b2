-- Programs that act for people. Of secrets, codes and tokens only the SHA-256 of 256 random bits is kept.
create table oauth_clients (
  id bigint primary key default nextval('people_ids'),
  identifier text not null unique,
  name text not null,
  kind text not null check (kind in ('confidential', 'public')),
  secret_hash bytea,
  company text,
  description text,
  logo_url text,
  redirect_uris text[] not null,
  -- The most that a token of it may hold.
  scopes text[] not null,
  -- Who made its secret: whom it acts for where nobody signs in (client_credentials).
  user_id bigint not null references users,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);

-- What somebody has let a client do: begun by a consent or a sign-in, carried on by refresh tokens, ended as a whole.
create table oauth_grants (
  id bigint primary key default nextval('people_ids'),
  client_id bigint not null references oauth_clients,
  user_id bigint not null references users,
  scopes text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  -- Of a consent: what its code is redeemed with, once.
  code_hash bytea unique,
  redirect_uri text,
  code_challenge text,
  code_expires_at timestamptz,
  code_spent_at timestamptz
);
create index oauth_grants_client on oauth_grants (client_id);
create index oauth_grants_user on oauth_grants (user_id);

-- Each is used once and followed by the next; one that comes a second time was stolen, and ends its grant.
create table oauth_refresh_tokens (
  hash bytea primary key,
  grant_id bigint not null references oauth_grants on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index oauth_refresh_tokens_grant on oauth_refresh_tokens (grant_id);

-- Access tokens are tokens like others; these say of which client and grant.
alter table tokens
  add column client_id bigint references oauth_clients,
  add column grant_id bigint references oauth_grants on delete set null;
create index tokens_client on tokens (client_id) where client_id is not null;
create index tokens_grant on tokens (grant_id) where grant_id is not null;
