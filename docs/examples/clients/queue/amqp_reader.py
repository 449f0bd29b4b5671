"""Reads short messages from the hub's broker by AMQP 1.0, with Qpid Proton (apt install python3-qpid-proton).

    BROKER_PASSWORD=... python3 amqp_reader.py amqp://127.0.0.1:61616 acme
"""
import os
import sys

from proton.handlers import MessagingHandler
from proton.reactor import Container


class Reader(MessagingHandler):
    def __init__(self, url, user, password):
        super().__init__(auto_accept=False)
        self.url, self.user, self.password = url, user, password

    def on_start(self, event):
        connection = event.container.connect(self.url, user=self.user, password=self.password)
        event.container.create_receiver(connection, "sms." + self.user)

    def on_message(self, event):
        sms = event.message
        print(sms.properties["smsFrom"], "->", sms.properties["smsTo"], sms.body, flush=True)
        self.accept(event.delivery)                         # what is not accepted comes again


Container(Reader(sys.argv[1], sys.argv[2], os.environ["BROKER_PASSWORD"])).run()
