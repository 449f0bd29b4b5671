-- Message waiting data: numbers that could not be reached, and the service centres to alert when they can again.
create table if not exists message_waiting (
    msisdn varchar(15) not null primary key,
    application varchar(64) not null,
    cause varchar(20) not null,
    memory_full smallint not null
);
create table if not exists message_waiting_centre (
    msisdn varchar(15) not null,
    service_centre varchar(20) not null,
    map_version smallint not null,
    since_time timestamp(3) with time zone not null,
    until_time timestamp(3) with time zone not null,
    primary key (msisdn, service_centre)
);
