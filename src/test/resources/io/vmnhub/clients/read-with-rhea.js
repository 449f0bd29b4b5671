// Reads one message from an AMQP 1.0 address: modules port user password address [trusted certificates]
const [modules, port, username, password, address, certificates] = process.argv.slice(2);
const container = require(modules + '/rhea').create_container();
container.on('message', context => {
    const body = context.message.body;
    console.log(context.message.application_properties.smsMessageId, body.content || body);
    context.connection.close();
});
container.on('receiver_error', context => console.log('refused', context.receiver.error.condition));
container.on('receiver_close', context => context.connection.close());
container.on('disconnected', context => console.log('failed', context.error));
const tls = certificates ? {transport: 'tls', ca: [require('fs').readFileSync(certificates)], servername: 'localhost'} : {};
container.connect({host: '127.0.0.1', port, username, password, reconnect: false, ...tls})
    .open_receiver({source: {address, capabilities: ['queue']}});
