-- A message that its SMSC sends again has another id and the same identity: that is what keeps it from being stored twice. Rows that are
-- there already have their id for it.
alter table sms_inbox add column if not exists message_identity varchar(64) default '' not null;
update sms_inbox set message_identity = message_id where message_identity = '';
create unique index if not exists sms_inbox_identity on sms_inbox (message_identity);

-- deliver, or status-report with what became of the message that the number has sent: TP-ST, TP-MR and TP-DT of TS 23.040
alter table sms_inbox add column if not exists kind varchar(20) default 'deliver' not null;
alter table sms_inbox add column if not exists status smallint;
alter table sms_inbox add column if not exists message_reference smallint;
alter table sms_inbox add column if not exists discharge_time timestamp(3) with time zone;
