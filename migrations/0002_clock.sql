-- The business clock. In the demo and in tests of whole processes it stands in this one row, so that all processes
-- of a database agree and it can be moved; otherwise business time is the system's and the row is not asked.
create table clock (
    id boolean primary key default true check (id),
    mode text not null default 'system' check (mode in ('system', 'controlled')),
    business_now timestamptz,
    check ((mode = 'controlled') = (business_now is not null))
);

comment on table clock is 'The business clock of the installation: exactly one row';
comment on column clock.id is 'Always true: it keeps the table at one row';
comment on column clock.mode is 'system: business time is the system''s; controlled: it is business_now and moves only when told';
comment on column clock.business_now is 'The business time of a controlled clock';

insert into clock default values;
