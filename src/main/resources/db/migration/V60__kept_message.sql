-- Messages with their texts, which vmnhub.records.texts has kept for a while so that one can be sent again.
create table if not exists kept_message (
    message_id varchar(64) not null primary key,
    application varchar(100) not null,
    kept_at timestamp(3) with time zone not null,
    -- JSON, as docs/webhooks.md has it
    message varchar(12000) not null
);
create index if not exists kept_message_time on kept_message (kept_at);
