-- What whoever edited the policy said of it; which change request or which former version it came from; and whether
-- the approval that the desk asks for was passed by.
alter table policy_versions
  add column given_reason text,
  add column change_id bigint,
  add column restores integer,
  add column broke_glass boolean not null default false;
create index policy_versions_author on policy_versions (author_id, version);
create index policy_versions_at on policy_versions (at);
create index policy_documents_to on policy_documents (to_version) where to_version is not null;
create index policy_documents_from on policy_documents (from_version);
