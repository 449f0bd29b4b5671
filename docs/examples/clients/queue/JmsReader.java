// Reads short messages from the hub's broker by JMS, with the Artemis client, which is in the hub's lib folder.
//
//     BROKER_PASSWORD=... java -cp '/usr/share/vmn-hub/lib/*' JmsReader.java tcp://127.0.0.1:61616 acme

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

public class JmsReader {

    public static void main(String[] arguments) throws Exception {
        String user = arguments[1];
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(arguments[0]);
                JMSContext context =
                        factory.createContext(user, System.getenv("BROKER_PASSWORD"), JMSContext.CLIENT_ACKNOWLEDGE);
                JMSConsumer consumer = context.createConsumer(context.createQueue("sms." + user))) {
            while (true) {
                Message sms = consumer.receive();
                System.out.println(sms.getStringProperty("smsFrom") + " -> " + sms.getStringProperty("smsTo") + " "
                        + sms.getBody(String.class));
                sms.acknowledge(); // what is not acknowledged comes again
            }
        }
    }
}
