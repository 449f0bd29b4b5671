# An application on zeep. Arguments: the ports' base URL, user, password, how (basic, PasswordText, PasswordDigest, 1.2), then
# receive REGISTRATION | start ENDPOINT CORRELATOR NUMBER CRITERIA | stop CORRELATOR. Writes what came of it as JSON.
import json
import sys

import requests
import zeep
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

base, user, password, how, operation = sys.argv[1:6]
rest = sys.argv[6:]
port = 'ReceiveSms' if operation == 'receive' else 'SmsNotificationManager'
session = requests.Session()
session.trust_env = False
if how == 'basic':
    session.auth = (user, password)
security = None if how == 'basic' else UsernameToken(user, password, use_digest=how != 'PasswordText')
client = zeep.Client(base + port + '?wsdl', wsse=security, transport=Transport(session=session))
service = client.bind(port + 'Service', port + ('Soap12' if how == '1.2' else ''))
told = {'addresses': sorted({one.binding_options['address'] for s in client.wsdl.services.values() for one in s.ports.values()})}
try:
    if operation == 'receive':
        told['messages'] = [{'message': one.message, 'sender': one.senderAddress, 'number': one.smsServiceActivationNumber,
                             'dateTime': one.dateTime.isoformat()} for one in service.getReceivedSms(registrationIdentifier=rest[0]) or []]
    elif operation == 'start':
        service.startSmsNotification(reference={'endpoint': rest[0], 'interfaceName': 'SmsNotification', 'correlator': rest[1]},
                                     smsServiceActivationNumber=rest[2], criteria=rest[3])
    else:
        service.stopSmsNotification(correlator=rest[0])
except zeep.exceptions.Fault as fault:
    detail = fault.detail
    told['fault'] = {'text': fault.message, 'messageId': detail.findtext('.//messageId') if detail is not None else None,
                     'variables': [one.text for one in detail.iter('variables')] if detail is not None else []}
json.dump(told, sys.stdout)
