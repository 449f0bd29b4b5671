// An application on node-soap. Arguments: the ports' base URL, user, password, how (basic, PasswordText, PasswordDigest, 1.2), then
// receive REGISTRATION | start ENDPOINT CORRELATOR NUMBER CRITERIA | stop CORRELATOR. Writes what came of it as JSON.
const soap = require('soap');
const [base, user, password, how, operation, ...rest] = process.argv.slice(2);
const port = operation === 'receive' ? 'ReceiveSms' : 'SmsNotificationManager';
const list = value => value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

async function main() {
  const options = {forceSoap12Headers: how === '1.2', customDeserializer: {dateTime: text => text}};
  if (operation === 'start') {
    // node-soap declares a default namespace, into which the unqualified elements of the reference would fall
    options.overrideRootElement = {namespace: 'local', xmlnsAttributes: [
      {name: 'xmlns:local', value: 'http://www.csapi.org/schema/parlayx/sms/notification_manager/v2_3/local'}]};
  }
  const client = await soap.createClientAsync(base + port + '?wsdl', options);
  client.setSecurity(how === 'basic' ? new soap.BasicAuthSecurity(user, password)
    : new soap.WSSecurity(user, password, {passwordType: how === 'PasswordText' ? 'PasswordText' : 'PasswordDigest', mustUnderstand: true}));
  const told = {addresses: [client.wsdl.services[port + 'Service'].ports[port].location]};
  try {
    if (operation === 'receive') {
      const [answer] = await client.getReceivedSmsAsync({registrationIdentifier: rest[0]});
      told.messages = list(answer && answer.result).map(one => ({message: one.message || '', sender: one.senderAddress,
        number: one.smsServiceActivationNumber, dateTime: one.dateTime}));
    } else if (operation === 'start') {
      await client.startSmsNotificationAsync({reference: {endpoint: rest[0], interfaceName: 'SmsNotification', correlator: rest[1]},
        smsServiceActivationNumber: rest[2], criteria: rest[3]});
    } else {
      await client.stopSmsNotificationAsync({correlator: rest[0]});
    }
  } catch (error) {
    const fault = error.root && error.root.Envelope && error.root.Envelope.Body.Fault;
    if (!fault) {
      throw error;
    }
    const detail = fault.detail || fault.Detail || {};
    const exception = detail.ServiceException || detail.PolicyException || {};
    told.fault = {text: fault.faultstring || fault.Reason.Text.$value || fault.Reason.Text, messageId: exception.messageId, variables: list(exception.variables)};
  }
  process.stdout.write(JSON.stringify(told));
}
main().catch(error => { console.error(error); process.exit(1); });
