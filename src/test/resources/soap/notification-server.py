"""An application that trusts nobody: it takes an envelope apart itself and validates its body against the schemas of the WSDL by libxml2.

Arguments: the folder of the WSDLs. Writes {"port": ...}, then a line of JSON for each request: what it holds, or what is wrong with it.
A user name token is told with the digest that this program makes of its nonce, its time and the password "secret".
"""
import base64
import hashlib
import http.server
import json
import pathlib
import sys
import threading

from lxml import etree

FOLDER = pathlib.Path(sys.argv[1]).resolve()
WSDL = FOLDER / 'parlayx_sms_notification_interface_2_2.wsdl'
ENVELOPES = {'http://schemas.xmlsoap.org/soap/envelope/': 'text/xml', 'http://www.w3.org/2003/05/soap-envelope': 'application/soap+xml'}
LOCAL = 'http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local'
WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'


def schema():
    found = etree.parse(str(WSDL)).find('.//{http://www.w3.org/2001/XMLSchema}schema')
    alone = etree.fromstring(etree.tostring(found), base_url=WSDL.as_uri())
    return etree.XMLSchema(etree.ElementTree(alone))


SCHEMA = schema()
OUT = threading.Lock()


def tell(event):
    with OUT:
        print(json.dumps(event), flush=True)


def taken_apart(octets, content_type):
    envelope = etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True))
    name = etree.QName(envelope)
    assert name.localname == 'Envelope' and name.namespace in ENVELOPES, envelope.tag
    assert content_type.replace(' ', '').lower().startswith(ENVELOPES[name.namespace] + ';charset=utf-8'), content_type
    body = envelope.find('{%s}Body' % name.namespace)
    request, = body
    SCHEMA.assertValid(etree.ElementTree(etree.fromstring(etree.tostring(request))))
    message = request.find('message') if request.find('message') is not None else request.find('{%s}message' % LOCAL)
    event = {'correlator': request.findtext('{%s}correlator' % LOCAL), 'message': message.findtext('message'),
             'sender': message.findtext('senderAddress'), 'number': message.findtext('smsServiceActivationNumber'),
             'dateTime': message.findtext('dateTime'), 'envelope': name.namespace}
    token = envelope.find('.//{%s}UsernameToken' % WSSE)
    if token is not None:
        password = token.find('{%s}Password' % WSSE)
        event['token'] = {'username': token.findtext('{%s}Username' % WSSE), 'password': password.text,
                          'type': password.get('Type').split('#')[1]}
        nonce, created = token.findtext('{%s}Nonce' % WSSE), token.findtext('{%s}Created' % WSU)
        if nonce:
            digest = hashlib.sha1(base64.b64decode(nonce) + created.encode() + b'secret').digest()
            event['token']['expected'] = base64.b64encode(digest).decode()
            event['token']['nonce'] = nonce
    return name.namespace, event


class Application(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        octets = self.rfile.read(int(self.headers['Content-Length']))
        try:
            namespace, event = taken_apart(octets, self.headers['Content-Type'])
            event['authorization'] = self.headers.get('Authorization', '')
            self.answer(200, namespace, '<r:notifySmsReceptionResponse xmlns:r="%s"/>' % LOCAL)
        except Exception as wrong:
            event = {'wrong': '%s: %s' % (type(wrong).__name__, wrong)}
            namespace = 'http://schemas.xmlsoap.org/soap/envelope/'
            self.answer(500, namespace, '<e:Fault xmlns:e="%s"><faultcode>e:Client</faultcode><faultstring>wrong</faultstring></e:Fault>' % namespace)
        tell(event)

    def answer(self, status, namespace, body):
        octets = ('<e:Envelope xmlns:e="%s"><e:Body>%s</e:Body></e:Envelope>' % (namespace, body)).encode()
        self.send_response(status)
        self.send_header('Content-Type', ENVELOPES[namespace] + '; charset=utf-8')
        self.send_header('Content-Length', str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Application)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
tell({'port': server.server_address[1]})
server.serve_forever()
