// An application on node-soap. Arguments: the WSDL. Writes {"port": …}, then a line of JSON for each notification.
// A text that begins with "fault CODE" is answered by that fault.
const fs = require('fs');
const http = require('http');
const soap = require('soap');
const wsdl = process.argv[2];
const tell = event => process.stdout.write(JSON.stringify(event) + '\n');
const notifySmsReception = (request, callback, headers) => {
  tell({correlator: request.correlator, message: request.message.message || '', sender: request.message.senderAddress,
    number: request.message.smsServiceActivationNumber, dateTime: request.message.dateTime, headers: headers || {}});
  const wanted = /^fault ([A-Za-z0-9]+)/.exec(request.message.message);
  if (wanted) {
    throw {Fault: {faultcode: 'soap:' + wanted[1], faultstring: 'not today', statusCode: 500}};
  }
  return {};
};
const server = http.createServer((request, response) => response.writeHead(404).end());
server.listen(0, '127.0.0.1', () => {
  soap.listen(server, {
    path: '/SmsNotification', uri: wsdl, xml: fs.readFileSync(wsdl, 'utf8'), customDeserializer: {dateTime: text => text},
    services: {SmsNotificationService: {SmsNotification: {notifySmsReception}, SmsNotificationSoap12: {notifySmsReception}}},
    callback: error => error ? tell({error: String(error)}) : tell({port: server.address().port})
  });
});
process.stdin.on('end', () => process.exit(0)).resume();
