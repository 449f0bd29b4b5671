// Receives short messages over SMPP 3.4, with node-smpp (npm install smpp).
//
//     SMPP_PASSWORD=secret node receiver.js 127.0.0.1 2775 acme
const smpp = require('smpp');

const [host, port, system_id] = process.argv.slice(2);
smpp.encodings.default = 'LATIN1';          // data_coding 0, as the account's defaultAlphabet says

const session = smpp.connect({url: `smpp://${host}:${port}`, auto_enquire_link_period: 30000}, () => {
  session.bind_receiver({system_id, password: process.env.SMPP_PASSWORD, interface_version: 0x34}, answer => {
    if (answer.command_status) {
      console.error(`bind: command_status 0x${answer.command_status.toString(16)}`);
      process.exit(1);
    }
  });
});
session.on('deliver_sm', pdu => {
  console.log(pdu.source_addr, '->', pdu.destination_addr, pdu.short_message.message);
  session.send(pdu.response());             // with it the SMSC gets its acknowledgement
});
session.on('enquire_link', pdu => session.send(pdu.response()));
session.on('unbind', pdu => session.send(pdu.response(), () => session.close()));
session.on('error', error => console.error(error.message));
session.on('close', () => process.exit());
