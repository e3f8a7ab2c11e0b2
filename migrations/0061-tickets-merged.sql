-- Which tickets go on in one.
create index tickets_merged_into on tickets (merged_into) where merged_into is not null;
