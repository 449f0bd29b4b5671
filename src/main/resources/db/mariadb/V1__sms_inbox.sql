-- The messages that kamelet:sql-sink delivers; docs/sql.md tells consumers how to read it. Times are UTC: datetime has neither a zone nor, unlike
-- timestamp, an end in 2038. The collation compares octet by octet, so that two ids are one only when they are the same.
create table if not exists sms_inbox (
    -- in the order of insertion; rows become visible in the order of commits, which may differ a little
    sequence_number          bigint not null auto_increment,
    message_id           varchar(64)   not null,
    application          varchar(100)  not null,
    originating_address  varchar(32)   not null,
    originating_address_type varchar(20) not null,
    destination_address  varchar(32)   not null,
    service_centre_address varchar(32) not null,
    -- the instant in UTC; the sender's offset stands beside it
    service_centre_timestamp datetime(3),
    service_centre_offset_minutes smallint,
    received_at          datetime(3)   not null,
    text                 mediumtext    not null,
    alphabet             varchar(10)   not null,
    data_coding_scheme   smallint      not null,
    protocol_identifier  smallint      not null,
    user_data            mediumblob    not null,
    concatenation_reference integer,
    concatenation_part   smallint,
    concatenation_parts  smallint,
    -- set by the consumer when it has dealt with the row
    processed_at         datetime(3),
    constraint sms_inbox_pk primary key (message_id),
    constraint sms_inbox_sequence unique (sequence_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists sms_inbox_pending on sms_inbox (application, processed_at, sequence_number);
