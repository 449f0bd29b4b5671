-- The message log: one row for each message taken, without its text; docs/records.md tells what the columns mean.
create table if not exists message_log (
    -- sortable by time
    message_id           varchar(64)   not null,
    taken_at             timestamp(3) with time zone not null,
    answered_at          timestamp(3) with time zone,
    -- when a message that was acknowledged before left the hub, or was given up
    ended_at             timestamp(3) with time zone,
    application          varchar(100),
    originating_address  varchar(32),
    destination_address  varchar(32),
    service_centre_address varchar(32),
    calling_title        varchar(32),
    map_version          smallint,
    alphabet             varchar(10),
    octets               integer,
    part                 varchar(10),
    -- delivered, stored, part, duplicate, discarded, refused, failed, unanswered, dead
    outcome              varchar(12)   not null,
    -- result, or the MAP error's name
    answer               varchar(64),
    reason               varchar(500),
    took_millis          bigint,
    attempts             integer,
    screening_list       varchar(20),
    screening_rule       varchar(200),
    screening_outcome    varchar(200),
    -- ids with commas between them
    routes               varchar(1000),
    -- JSON: connector, route, outcome, millis, error
    sinks                varchar(4000),
    -- the same of the delivery from the store
    ended_sinks          varchar(4000),
    constraint message_log_pk primary key (message_id)
);

create index if not exists message_log_time on message_log (taken_at, message_id);
create index if not exists message_log_vmn on message_log (destination_address, taken_at);
create index if not exists message_log_sender on message_log (originating_address, taken_at);
create index if not exists message_log_outcome on message_log (outcome, taken_at);
