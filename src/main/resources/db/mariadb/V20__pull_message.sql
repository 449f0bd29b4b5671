-- The messages that applications fetch over REST; a row is gone when its application has confirmed it. Times are UTC.
create table if not exists pull_message (
    sequence_number      bigint        not null auto_increment,
    application          varchar(64)   not null,
    message_id           varchar(64)   not null,
    -- digits without plus
    destination_address  varchar(32)   not null,
    -- of the text, in capitals: what subscriptions choose by
    first_word           varchar(200)  not null,
    received_at          datetime(3)   not null,
    -- the message as JSON
    body                 mediumtext    not null,
    -- until then nobody else gets it
    leased_until         datetime(3)   not null,
    -- how often it was handed out
    deliveries           integer       not null,
    constraint pull_message_pk primary key (application, message_id),
    constraint pull_message_sequence unique (sequence_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists pull_message_order on pull_message (application, sequence_number);
create index if not exists pull_message_age on pull_message (received_at);
