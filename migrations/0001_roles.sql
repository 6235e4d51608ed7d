-- Two roles. Whoever runs the migrations owns the tables; `rapport_app` works with the rows and owns nothing, so
-- that row-level security and the rights on the ledger hold for everything the program does.
--
-- The role may be there already (roles belong to the whole server, not to one database), and whoever migrates may
-- not be allowed to make roles: then an administrator makes it once, and the message says how.

do $$
declare
    migrator text := current_user;
    -- From 16 on, being a member and being allowed to SET ROLE are two things.
    needed text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    if migrator = 'rapport_app' then
        raise exception 'the migrations must not run as rapport_app, which may own nothing'
            using hint = 'Use the URL of the role that owns the database.';
    end if;

    if not exists (select from pg_roles where rolname = 'rapport_app') then
        begin
            create role rapport_app login nosuperuser nocreatedb nocreaterole nobypassrls;
        exception
            -- Another database of this server is being migrated at the same moment.
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise exception 'the role rapport_app is missing, and % may not create roles', migrator
                    using hint = format('Run once as an administrator: CREATE ROLE rapport_app LOGIN; '
                        'GRANT rapport_app TO %I;', migrator);
        end;
    end if;

    if exists (select from pg_roles where rolname = 'rapport_app' and (rolsuper or rolbypassrls)) then
        raise exception 'the role rapport_app may bypass row-level security'
            using hint = 'Run once as an administrator: ALTER ROLE rapport_app NOSUPERUSER NOBYPASSRLS;';
    end if;

    -- The program logs in as whoever migrates and goes on with SET ROLE rapport_app, unless it logs in as that role.
    if not pg_has_role(migrator, 'rapport_app', needed) then
        begin
            execute format('grant rapport_app to %I', migrator);
        exception when insufficient_privilege then
            raise exception '% may not act as rapport_app', migrator
                using hint = format('Run once as an administrator: GRANT rapport_app TO %I;', migrator);
        end;
    end if;

    -- Rows of the tables that later migrations make; the ledger's own migration takes UPDATE and DELETE back.
    execute format('grant usage on schema %I to rapport_app', current_schema());
    execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to rapport_app',
        current_schema());

    -- Which migrations ran is for the program to read, so that it can say at start that one is missing.
    if to_regclass('_sqlx_migrations') is not null then
        grant select on _sqlx_migrations to rapport_app;
    end if;
end
$$;
