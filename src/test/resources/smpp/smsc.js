// An SMSC on node-smpp. Arguments: tls|plain, and for TLS the files of certificate and key. Writes a line of JSON for each event;
// answers submit_sm and data_sm whose text begins with "answer 0x…" by that status. Waits for a client at a free port.
const smpp = require('smpp');
const fs = require('fs');
const [layer, certificate, key] = process.argv.slice(2);
const tell = event => process.stdout.write(JSON.stringify(event) + '\n');
const text = value => typeof value === 'string' ? value : Buffer.isBuffer(value) ? 'hex ' + value.toString('hex') : value;
const options = layer === 'tls' ? {cert: fs.readFileSync(certificate), key: fs.readFileSync(key)} : {};
const server = smpp.createServer(options, session => {
  const took = pdu => {
    const content = pdu.message_payload || pdu.short_message;
    const message = text(content && content.message !== undefined ? content.message : content);
    const udh = content && content.udh ? content.udh.map(element => element.toString('hex')) : [];
    tell({event: pdu.command, from: pdu.source_addr, to: pdu.destination_addr, coding: pdu.data_coding, esm: pdu.esm_class,
      receipt: pdu.registered_delivery, payload: pdu.message_payload !== undefined, message, udh});
    const wanted = /^answer (0x[0-9A-F]+)/.exec(message);
    session.send(pdu.response(wanted ? {command_status: parseInt(wanted[1], 16)} : {message_id: 'a'}));
  };
  session.on('bind_transmitter', pdu => {
    tell({event: 'bind', systemId: pdu.system_id, password: pdu.password, version: pdu.interface_version, tls: layer});
    session.send(pdu.response({system_id: 'partner', sc_interface_version: pdu.interface_version}));
  });
  session.on('submit_sm', took);
  session.on('data_sm', took);
  session.on('enquire_link', pdu => { session.send(pdu.response()); tell({event: 'enquire_link'}); });
  session.on('unbind', pdu => { session.send(pdu.response()); tell({event: 'unbind'}); });
  session.on('error', error => tell({event: 'error', message: error.message}));
});
server.on('error', error => tell({event: 'error', message: error.message}));
server.listen(0, '127.0.0.1', () => tell({event: 'listening', port: server.address().port}));
process.stdin.on('data', () => undefined);
process.stdin.on('end', () => process.exit(0));
