// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.config.HubKey;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.records.LoggedMessage;
import io.vmnhub.records.MessageCriteria;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.records.RecordJson;
import io.vmnhub.sms.UtcTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /messages}: what became of messages, searched in the message log's table, the newest first. */
public final class MessagesResource implements ManagementResource {

    private static final int LONGEST = 200;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Optional<MessageRecords> records;

    /** @param records empty when the message log has no table */
    public MessagesResource(Optional<MessageRecords> records) {
        this.records = records;
    }

    @Override
    public void mount(Router router) {
        router.get("/messages").handler(this::search);
        router.get("/messages/:id").handler(this::show);
    }

    private void search(RoutingContext request) {
        MessageRecords log = log();
        MessageCriteria criteria = new MessageCriteria(
                text(request, "id"),
                number(request, "to"),
                number(request, "from"),
                text(request, "application"),
                number(request, "serviceCentre"),
                outcome(request),
                time(request, "since"),
                time(request, "until"));
        int limit = Pages.limit(request);
        Optional<String> cursor = text(request, "cursor");
        ManagementApi.onWorker(
                request,
                false,
                () -> {
                    try {
                        return log.find(criteria, limit, cursor);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.invalid("cursor", e.getMessage());
                    }
                },
                page -> Pages.send(
                        request,
                        page.messages(),
                        page.next(),
                        message -> form(message, ManagementApi.operator(request).role())));
    }

    private void show(RoutingContext request) {
        MessageRecords log = log();
        String id = request.pathParam("id");
        ManagementApi.onWorker(
                request,
                false,
                () -> log.find(MessageCriteria.message(id), 1, Optional.empty()),
                page -> page.messages().stream()
                        .findFirst()
                        .ifPresentOrElse(
                                found -> Pages.send(
                                        request,
                                        form(
                                                found,
                                                ManagementApi.operator(request).role())),
                                () -> request.fail(ProblemException.of(404, "the message log has no message " + id))));
    }

    private MessageRecords log() {
        return records.orElseThrow(() -> ProblemException.of(
                404, "the message log cannot be searched: " + HubKey.RECORDS_SQL.key() + " is false"));
    }

    private static Optional<String> text(RoutingContext request, String name) {
        Optional<String> text = Optional.ofNullable(request.queryParams().get(name));
        text.ifPresent(value -> {
            if (value.isEmpty() || value.length() > LONGEST) {
                throw ProblemException.invalid(name, name + " must have 1 to " + LONGEST + " characters");
            }
        });
        return text;
    }

    /** With or without plus, as an operator has it at hand. A plus that was not encoded is a blank. */
    private static Optional<String> number(RoutingContext request, String name) {
        return text(request, name).map(value -> value.replaceFirst("^[+ ](?=[0-9]+$)", ""));
    }

    private static Optional<MessageOutcome> outcome(RoutingContext request) {
        return text(request, "outcome")
                .map(word -> MessageOutcome.of(word)
                        .orElseThrow(() -> ProblemException.invalid(
                                "outcome",
                                "outcome must be one of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(MessageOutcome.values())
                                                        .map(MessageOutcome::word)
                                                        .toList()))));
    }

    private static Optional<Instant> time(RoutingContext request, String name) {
        return text(request, name).map(value -> {
            try {
                return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
            } catch (DateTimeException e) {
                throw ProblemException.invalid(name, name + " must be a time such as 2026-11-22T10:00:00Z");
            }
        });
    }

    private ObjectNode form(LoggedMessage message, Operator.Role reader) {
        ObjectNode form = Pages.object()
                .put("id", message.id())
                .put("outcome", message.outcome().word())
                .put("takenAt", UtcTime.of(message.takenAt()));
        message.answeredAt().ifPresent(value -> form.put("answeredAt", UtcTime.of(value)));
        message.endedAt().ifPresent(value -> form.put("endedAt", UtcTime.of(value)));
        put(form, "identity", message.identity());
        put(form, "application", message.application());
        put(form, "from", message.from().map(reader::visible));
        put(form, "to", message.to().map(reader::visible));
        put(form, "serviceCentre", message.serviceCentre());
        put(form, "callingTitle", message.callingTitle());
        message.mapVersion().ifPresent(value -> form.put("mapVersion", value));
        put(form, "alphabet", message.alphabet());
        message.octets().ifPresent(value -> form.put("octets", value));
        put(form, "part", message.part());
        put(form, "answer", message.answer());
        put(form, "reason", message.reason());
        message.tookMillis().ifPresent(value -> form.put("tookMillis", value));
        message.attempts().ifPresent(value -> form.put("attempts", value));
        message.screening().ifPresent(value -> form.set("screening", mapper.valueToTree(value)));
        form.set("routes", list(message.routes()));
        form.set("sinks", list(message.sinks()));
        message.query().ifPresent(value -> form.set("query", reader.visible(RecordJson.of(value), "imsi")));
        return form;
    }

    private ArrayNode list(List<?> values) {
        return mapper.valueToTree(values);
    }

    private static void put(ObjectNode form, String name, Optional<String> value) {
        value.ifPresent(text -> form.put(name, text));
    }
}
