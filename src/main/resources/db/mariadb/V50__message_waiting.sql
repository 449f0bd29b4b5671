-- Message waiting data: numbers that could not be reached, and the service centres to alert when they can again. Times are UTC.
create table if not exists message_waiting (
    msisdn varchar(15) not null primary key,
    application varchar(64) not null,
    cause varchar(20) not null,
    memory_full smallint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;
create table if not exists message_waiting_centre (
    msisdn varchar(15) not null,
    service_centre varchar(20) not null,
    map_version smallint not null,
    since_time datetime(3) not null,
    until_time datetime(3) not null,
    primary key (msisdn, service_centre)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;
