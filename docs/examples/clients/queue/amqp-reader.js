// Reads short messages from the hub's broker by AMQP 1.0, with rhea (npm install rhea).
//
//     BROKER_PASSWORD=... node amqp-reader.js 127.0.0.1 61616 acme
const container = require('rhea').create_container();

const [host, port, username] = process.argv.slice(2);
container.on('message', context => {
  const sms = context.message;
  console.log(sms.application_properties.smsFrom, '->', sms.application_properties.smsTo, sms.body);
  context.delivery.accept();                // what is not accepted comes again
});
container.on('receiver_error', context => console.error(context.receiver.error.description));
container.connect({host, port, username, password: process.env.BROKER_PASSWORD})
  .open_receiver({source: {address: 'sms.' + username, capabilities: ['queue']}, autoaccept: false});
