-- Subscriptions are made over REST and over SOAP, and notified in the form in which they were made.
alter table pull_subscription add column if not exists form varchar(10) not null default 'REST';
