-- A row of the audit log that says nothing (somebody was sent back as they stood) has nothing to lose, and stays `{}`:
-- as null it was taken for a row that somebody rewrites, and the person could not be deleted for good.
create or replace function without_texts(of_row jsonb) returns jsonb language sql immutable as $$
  select case when of_row is not null then coalesce(jsonb_object_agg(key,
    case when jsonb_typeof(value) in ('number', 'boolean') then value else 'null'::jsonb end), '{}') end
  from jsonb_each(of_row)
$$;

create or replace function without_person(of_row jsonb, names text[], addresses text[])
returns jsonb language sql immutable as $$
  select case when of_row is not null then coalesce(jsonb_object_agg(key, case
    when value #>> '{}' = any(names) or exists (
      select from unnest(addresses) a where strpos(lower(value::text), lower(a)) > 0) then 'null'::jsonb
    else value end), '{}') end
  from jsonb_each(of_row)
$$;
