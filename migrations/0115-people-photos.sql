-- Pictures of people. Their bytes lie in the blob store; `users.photo` repeats what lists show of them. A picture is
-- opened by its number and a key that nobody guesses, because mails and help centres show it to those who never sign in.
create table user_photos (
  id bigint primary key default nextval('people_ids'),
  user_id bigint not null unique references users (id),
  key text not null,
  blob text not null,
  file_name text not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  created_at timestamptz not null
);
