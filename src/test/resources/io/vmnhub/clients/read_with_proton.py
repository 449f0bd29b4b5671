# Reads one message from an AMQP 1.0 address: url user password address [trusted certificates]
import sys
from proton import SSLDomain
from proton.handlers import MessagingHandler
from proton.reactor import Container

url, user, password, address = sys.argv[1:5]


class Reader(MessagingHandler):
    def on_start(self, event):
        options = {"user": user, "password": password, "allowed_mechs": "PLAIN", "allow_insecure_mechs": True, "reconnect": False}
        if len(sys.argv) > 5:
            domain = SSLDomain(SSLDomain.MODE_CLIENT)
            domain.set_trusted_ca_db(sys.argv[5])
            domain.set_peer_authentication(SSLDomain.VERIFY_PEER_NAME)
            options.update(ssl_domain=domain, virtual_host="localhost")
        event.container.create_receiver(event.container.connect(url, **options), address)

    def on_message(self, event):
        print(event.message.properties["smsMessageId"], event.message.body)
        event.connection.close()

    def on_link_error(self, event):
        print("refused", event.link.remote_condition)
        event.connection.close()

    def on_transport_error(self, event):
        print("failed", event.transport.condition)


Container(Reader()).run()
