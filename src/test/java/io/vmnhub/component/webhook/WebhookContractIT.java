// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.AnsweringSinkContract;
import io.vmnhub.contract.Refusal;
import io.vmnhub.fixture.HttpSink;
import java.util.List;
import java.util.stream.Stream;

class WebhookContractIT implements AnsweringSinkContract {

    private final AnsweringSink sink = new HttpSink() {

        @Override
        protected String routes(String url) {
            return """
                    - route:
                        from:
                          uri: direct:patient
                          steps:
                            - to: kamelet:webhook-sink?url=%1$s&allowPrivateTargets=true&confirmWithin=1m
                    - route:
                        from:
                          uri: direct:hasty
                          steps:
                            - to: kamelet:webhook-sink?url=%1$s&allowPrivateTargets=true&confirmWithin=1s
                    """.formatted(url);
        }

        @Override
        protected void taken(HttpServerRequest request) {
            request.response().setStatusCode(204).end();
        }

        @Override
        public List<Refusal> refusals() {
            return Stream.of(302, 400, 401, 404, 429, 500)
                    .map(status -> Refusal.answered(
                            "status " + status,
                            "systemFailure",
                            () -> answering(request ->
                                    request.response().setStatusCode(status).end())))
                    .toList();
        }
    };

    @Override
    public AnsweringSink sink() {
        return sink;
    }
}
