-- Rows of the audit log may lose what they say of a person who is erased; nothing else of them ever changes.
drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before delete or truncate on audit_log
  for each statement execute function refuse_rewriting();

create function lost_only(was jsonb, is_now jsonb) returns boolean language sql immutable as $$
  select is_now is not distinct from was or was is not null and is_now is not null and not exists (
    select from jsonb_each(was) o full join jsonb_each(is_now) n using (key)
    where o.value is null or n.value is null or (n.value <> o.value and n.value <> 'null'::jsonb))
$$;

create function refuse_all_but_erasing() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['before', 'after', 'source_label', 'ip']
      is distinct from to_jsonb(old) - array['before', 'after', 'source_label', 'ip']
    or not lost_only(old.before, new.before) or not lost_only(old.after, new.after)
    or coalesce(new.source_label <> old.source_label, new.source_label is not null and old.source_label is null)
    or coalesce(new.ip <> old.ip, new.ip is not null and old.ip is null) then
    raise exception 'rows of audit_log are never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger audit_log_only_erased before update on audit_log
  for each row execute function refuse_all_but_erasing();

-- Of a value of a row that is about somebody, numbers and marks stay: they tell what was done, not to whom.
create function without_texts(of_row jsonb) returns jsonb language sql immutable as $$
  select jsonb_object_agg(key, case when jsonb_typeof(value) in ('number', 'boolean') then value else 'null'::jsonb end)
  from jsonb_each(of_row)
$$;

-- Of other rows the values go that are one of the names, or that hold one of the addresses.
create function without_person(of_row jsonb, names text[], addresses text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(key, case
    when value #>> '{}' = any(names) or exists (
      select from unnest(addresses) a where strpos(lower(value::text), lower(a)) > 0) then 'null'::jsonb
    else value end)
  from jsonb_each(of_row)
$$;

-- The one way to take a person out of the audit log: what was done to them keeps its row, without their values; what
-- they did keeps its row, without where from; and wherever else their names and addresses stand they are gone.
create function erase_audit_log(the_user bigint, their_names text[], their_addresses text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  names text[];
  addresses text[];
  about bigint[];
begin
  select array_agg(id) into about from audit_log
    where source_type in ('user', 'deleted_user') and source_id = the_user::text
      or source_type like any(array['user\_%', 'token', 'oauth\_grant', '%\_membership', '%\_subscription', '%\_contact'])
        and the_user::text in (before ->> 'user_id', after ->> 'user_id');
  -- What they were called before stands only here.
  select array_agg(distinct said) filter (where said <> ''), array_agg(distinct said) filter (where strpos(said, '@') > 1)
    into names, addresses
    from (
      select unnest(their_names || their_addresses)
      union all
      select unnest(array[before ->> 'name', after ->> 'name', before ->> 'email', after ->> 'email',
        before ->> 'value', after ->> 'value', before ->> 'phone', after ->> 'phone',
        case when source_type = 'user' then source_label end])
      from audit_log where id = any(about)) as known(said);
  update audit_log set before = without_texts(before), after = without_texts(after), source_label = null
    where id = any(about);
  update audit_log set ip = null where actor_id = the_user and ip is not null;
  update audit_log set before = without_person(before, names, addresses), after = without_person(after, names, addresses),
      source_label = case when source_label = any(names) or exists (
        select from unnest(addresses) a where strpos(lower(source_label), lower(a)) > 0) then null else source_label end
    -- A namesake is somebody else.
    where not id = any(coalesce(about, '{}')) and source_type not in ('user', 'deleted_user') and (
      source_label = any(names)
      or exists (select from jsonb_each(coalesce(before, '{}')) v where v.value #>> '{}' = any(names))
      or exists (select from jsonb_each(coalesce(after, '{}')) v where v.value #>> '{}' = any(names)))
    or not id = any(coalesce(about, '{}')) and exists (select from unnest(addresses) a
      where strpos(lower(concat_ws(' ', source_label, before::text, after::text)), lower(a)) > 0);
end $$;
