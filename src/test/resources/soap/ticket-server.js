// An enterprise's own service on node-soap. Arguments: its WSDL. Writes {"port": …}, then a line of JSON for each ticket.
// Words "no" are answered by another status than opened, words "fault CODE" by that fault.
const fs = require('fs');
const http = require('http');
const soap = require('soap');
const wsdl = process.argv[2];
const tell = event => process.stdout.write(JSON.stringify(event) + '\n');
const server = http.createServer((request, response) => response.writeHead(404).end());
server.listen(0, '127.0.0.1', () => {
  const openTicket = (ticket, callback, headers, request) => {
    tell({ticket, action: request.headers.soapaction, user: headers && headers.Security && headers.Security.UsernameToken.Username});
    const wanted = /^fault ([A-Za-z0-9]+)/.exec(ticket.words);
    if (wanted) {
      throw {Fault: {faultcode: 'soap:' + wanted[1], faultstring: 'not today', statusCode: 500}};
    }
    return {status: ticket.words === 'no' ? 'closed' : 'opened'};
  };
  soap.listen(server, {
    path: '/soap', uri: wsdl, xml: fs.readFileSync(wsdl, 'utf8'), customDeserializer: {dateTime: text => text},
    services: {TicketService: {TicketPort: {openTicket}}},
    callback: error => error ? tell({error: String(error)}) : tell({port: server.address().port})
  });
});
process.stdin.on('end', () => process.exit(0)).resume();
