// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.AnsweringSinkContract;
import io.vmnhub.contract.Messages;
import io.vmnhub.contract.Refusal;
import io.vmnhub.contract.TestedSink;
import io.vmnhub.fixture.HttpSink;
import io.vmnhub.sms.StatusReport;
import java.util.List;
import java.util.Optional;

class ParlayXContractIT implements AnsweringSinkContract {

    private static final String ENVELOPE =
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>%s</s:Body></s:Envelope>";
    private static final String RESPONSE = "<r:notifySmsReceptionResponse "
            + "xmlns:r=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/>";

    private final AnsweringSink sink = new HttpSink() {

        @Override
        protected String routes(String url) {
            return """
                    - route:
                        from:
                          uri: direct:patient
                          steps:
                            - to:
                                uri: kamelet:parlayx-sink
                                parameters:
                                  url: "%1$s"
                                  correlator: acme-1
                                  allowPrivateTargets: true
                                  faultErrors: Client=illegalSubscriber 404=unknownSubscriber
                                  confirmWithin: 1m
                    - route:
                        from:
                          uri: direct:hasty
                          steps:
                            - to:
                                uri: kamelet:parlayx-sink
                                parameters:
                                  url: "%1$s"
                                  correlator: acme-1
                                  allowPrivateTargets: true
                                  confirmWithin: 1s
                    """.formatted(url);
        }

        @Override
        protected void taken(HttpServerRequest request) {
            end(request, 200, RESPONSE);
        }

        private void end(HttpServerRequest request, int status, String body) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/xml; charset=utf-8")
                    .end(ENVELOPE.formatted(body));
        }

        private Refusal fault(String code, String error) {
            String body = "<s:Fault><faultcode>s:" + code + "</faultcode><faultstring>no</faultstring></s:Fault>";
            return Refusal.answered("fault " + code, error, () -> answering(request -> end(request, 500, body)));
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(
                    fault("Server", "systemFailure"),
                    fault("Client", "illegalSubscriber"),
                    Refusal.answered(
                            "status 404",
                            "unknownSubscriber",
                            () -> answering(request ->
                                    request.response().setStatusCode(404).end())),
                    new Refusal(
                            "a status report, for which Parlay X has no form",
                            () -> {},
                            TestedSink.PATIENT,
                            Messages.statusReport(new StatusReport(1, 0, Optional.empty(), false)),
                            "sm-DeliveryFailure(equipmentProtocolError)"));
        }
    };

    @Override
    public AnsweringSink sink() {
        return sink;
    }
}
