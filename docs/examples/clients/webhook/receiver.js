// Receives short messages by webhook and checks the signature, with what comes with Node.
//
//     WEBHOOK_SECRET=whsec_... node receiver.js 127.0.0.1 8000
const {createHmac, timingSafeEqual} = require('crypto');
const {createServer} = require('http');

const secret = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');

function isSigned(headers, body) {
  const {'webhook-id': id = '', 'webhook-timestamp': sent = '', 'webhook-signature': signatures = ''} = headers;
  if (!/^\d+$/.test(sent) || Math.abs(Date.now() / 1000 - sent) > 300) return false;
  const expected = Buffer.from('v1,' + createHmac('sha256', secret).update(`${id}.${sent}.`).update(body).digest('base64'));
  return signatures.split(' ').map(one => Buffer.from(one))
    .some(one => one.length === expected.length && timingSafeEqual(one, expected));
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const signed = isSigned(request.headers, body);
    if (signed) {
      const sms = JSON.parse(body);
      console.log(sms.from, '->', sms.to, sms.text);
    }
    response.writeHead(signed ? 204 : 401).end();           // with 2xx the SMSC gets its acknowledgement
  });
}).listen(process.argv[3], process.argv[2]);
