# An AMQP 1.0 peer that is no Artemis: takes one message at an address, prints it, and ends: address-and-port
import sys
from proton.handlers import MessagingHandler
from proton.reactor import Container


class Taker(MessagingHandler):
    def on_start(self, event):
        self.acceptor = event.container.listen(sys.argv[1])
        print("listening", flush=True)

    def on_message(self, event):
        message = event.message
        print(event.link.remote_target.address, message.properties["smsMessageId"], message.priority, message.group_id, message.durable, message.body,
              flush=True)
        self.acceptor.close()


Container(Taker()).run()
