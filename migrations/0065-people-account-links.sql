-- Invitations beside resets and proofs. A link that is used or replaced stays for a day, out of use: an address that
-- nobody has proven gets one mail of a kind a day, and these rows are what that is counted by.
alter table account_links
  drop constraint account_links_purpose_check,
  add constraint account_links_purpose_check
    check (purpose in ('password_reset', 'address_verification', 'invitation')),
  add column dead_at timestamptz;
create index account_links_key on account_links (key, purpose, created_at);
