// Reads short messages from the hub's broker by MQTT 3.1.1, with MQTT.js (npm install mqtt).
//
//     BROKER_PASSWORD=... node mqtt-reader.js mqtt://127.0.0.1:61616 acme
const mqtt = require('mqtt');

const [url, username] = process.argv.slice(2);
const client = mqtt.connect(url, {
  clientId: `${username}:reader-1`,
  username,
  password: process.env.BROKER_PASSWORD
});
client.on('connect', () => client.subscribe(`sms/${username}`, {qos: 1}));
client.on('message', (topic, body) => {     // its end is the PUBACK, without which the message comes again
  const sms = JSON.parse(body);
  console.log(sms.from, '->', sms.to, sms.text);
});
client.on('error', error => console.error(error.message));
