// Receives short messages over SMPP 3.4, with jSMPP, which is in the hub's lib folder.
//
//     SMPP_PASSWORD=secret java -cp '/usr/share/vmn-hub/lib/*' Receiver.java 127.0.0.1 2775 acme

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jsmpp.bean.*;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.*;

public class Receiver implements MessageReceiverListener {

    public static void main(String[] arguments) throws Exception {
        SMPPSession session = new SMPPSession();
        CountDownLatch closed = new CountDownLatch(1);
        session.setMessageReceiverListener(new Receiver());
        session.addSessionStateListener((now, before, source) -> {
            if (now == SessionState.CLOSED) {
                closed.countDown();
            }
        });
        session.connectAndBind(arguments[0], Integer.parseInt(arguments[1]), new BindParameter(
                BindType.BIND_RX, arguments[2], System.getenv("SMPP_PASSWORD"), "",
                TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, null));
        closed.await();
    }

    /** Its end is the deliver_sm_resp, with which the SMSC gets its acknowledgement; a ProcessRequestException refuses. */
    @Override
    public void onAcceptDeliverSm(DeliverSm sms) {
        boolean ucs2 = sms.getDataCoding() == 8; // 0 is what the account's defaultAlphabet says
        String text = new String(
                sms.getShortMessage(), ucs2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        System.out.println(sms.getSourceAddr() + " -> " + sms.getDestAddress() + " " + text);
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm sms, Session session) {
        throw new UnsupportedOperationException("the hub sends deliver_sm");
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {}
}
