-- What a document of configuration as code is called in its tree, and which document of the desk it became: so that a
-- new title is an edit of the same one.
create table config_documents (
  kind text not null,
  key text not null,
  document_id bigint not null,
  primary key (kind, key),
  unique (kind, document_id)
);
