-- What applications have subscribed to over REST: messages that are posted to them. Times are UTC.
create table if not exists pull_subscription (
    subscription_id      varchar(64)   not null,
    application          varchar(64)   not null,
    notify_url           varchar(2000) not null,
    callback_data        varchar(1000) not null,
    -- digits without plus; empty for all numbers
    destination_address  varchar(32)   not null,
    -- in capitals; empty for all messages
    criteria             varchar(200)  not null,
    created_at           datetime(3)   not null,
    constraint pull_subscription_pk primary key (subscription_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists pull_subscription_application on pull_subscription (application, created_at);
