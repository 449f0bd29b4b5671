// An ESME on node-smpp. What data_coding 0 means it is told on standard input: "alphabet ASCII" (GSM 7), LATIN1 or UTF8. Arguments: port, tls|plain, receiver|transceiver, interface_version, system_id, password.
// Writes a line of JSON for each event; answers deliver_sm whose text begins with "answer 0x…" by that status.
const smpp = require('smpp');
const [port, layer, kind, version, systemId, password] = process.argv.slice(2);
smpp.encodings.UTF8 = {match: () => false, encode: value => Buffer.from(value, 'utf8'), decode: value => value.toString('utf8')};
const tell = event => process.stdout.write(JSON.stringify(event) + '\n');
const session = smpp.connect({
  url: `${layer === 'tls' ? 'ssmpp' : 'smpp'}://127.0.0.1:${port}`, rejectUnauthorized: false, auto_enquire_link_period: 500
}, () => {
  session[`bind_${kind}`]({system_id: systemId, password, interface_version: parseInt(version, 16)}, answer =>
    tell({event: 'bound', status: answer.command_status, hub: answer.system_id, version: answer.sc_interface_version}));
});
const text = value => typeof value === 'string' ? value : Buffer.isBuffer(value) ? 'hex ' + value.toString('hex') : value;
session.on('deliver_sm', pdu => {
  const content = pdu.message_payload || pdu.short_message;
  const message = text(content && content.message !== undefined ? content.message : content);
  const udh = content && content.udh ? content.udh.map(element => element.toString('hex')) : [];
  const parameters = {};
  for (const name of ['sar_msg_ref_num', 'sar_total_segments', 'sar_segment_seqnum']) {
    if (pdu[name] !== undefined) parameters[name] = pdu[name];
  }
  tell({event: 'deliver_sm', from: pdu.source_addr, ton: pdu.source_addr_ton, to: pdu.destination_addr, coding: pdu.data_coding,
    esm: pdu.esm_class, payload: pdu.message_payload !== undefined, message, udh, parameters});
  const wanted = /^answer (0x[0-9A-F]+)/.exec(message);
  session.send(pdu.response(wanted ? {command_status: parseInt(wanted[1], 16)} : {}));
});
session.on('enquire_link_resp', () => tell({event: 'enquire_link_resp'}));
session.on('enquire_link', pdu => { session.send(pdu.response()); tell({event: 'enquire_link'}); });
session.on('unbind', pdu => { session.send(pdu.response()); tell({event: 'unbind'}); session.close(); });
session.on('close', () => { tell({event: 'close'}); process.exit(0); });
session.on('error', error => tell({event: 'error', message: error.message}));
process.stdin.on('data', command => {
  const alphabet = /^alphabet (\w+)/.exec(command.toString());
  if (alphabet) {
    smpp.encodings.default = alphabet[1];
    tell({event: 'alphabet'});
  }
  if (command.toString().startsWith('unbind')) session.unbind(answer => tell({event: 'unbound', status: answer.command_status}));
  if (command.toString().startsWith('submit')) session.submit_sm({destination_addr: '1', short_message: 'x'},
    answer => tell({event: 'submitted', status: answer.command_status}));
});
process.stdin.on('end', () => process.exit(0));
