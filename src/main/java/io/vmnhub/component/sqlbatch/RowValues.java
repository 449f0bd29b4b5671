// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vmnhub.component.sqlbatch.BatchStatement.Parameter;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.sms.ShortMessage;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.SqlHelper;

/**
 * The values of a statement's parameters for one exchange. A name is a field of the short message in the body, and
 * otherwise what camel-sql finds under it: an entry of a body that is a map, a header, a variable. Fields and Camel's
 * own headers that a message has not are null; any other name that is nowhere refuses the message.
 */
final class RowValues {

    private final SmsFields fields = new SmsFields();
    private final List<Parameter> parameters;

    /** @throws IllegalArgumentException when a plain name is neither a field nor one of Camel's headers */
    RowValues(List<Parameter> parameters) {
        this.parameters = parameters;
        TreeSet<String> unknown = new TreeSet<>();
        parameters.stream()
                .filter(Parameter::plain)
                .map(Parameter::text)
                .filter(name -> !SmsFields.isKnown(name))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "sql-batch: the statement names " + unknown + "; there are " + new TreeSet<>(SmsFields.NAMES)
                            + " and headers, as CamelSs7MapImsi; a header or variable of your own is :#name");
        }
    }

    /** The values for JDBC, in the order of the parameters. */
    Object[] of(Exchange exchange) throws JsonProcessingException, NotConfirmedException {
        Object[] values = new Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = parameters.get(i);
            values[i] = forJdbc(
                    parameter.isExpression()
                            ? SqlHelper.lookupParameter(parameter.text(), exchange, null)
                            : named(parameter.text(), exchange));
        }
        return values;
    }

    private Object named(String name, Exchange exchange) throws JsonProcessingException, NotConfirmedException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof ShortMessage sms && SmsFields.NAMES.contains(name)) {
            return fields.value(name, sms, exchange);
        }
        if (SqlHelper.hasParameter(name, exchange, body)) {
            return SqlHelper.lookupParameter(name, exchange, null);
        }
        if (name.startsWith("Camel")) {
            return null;
        }
        throw new NotConfirmedException(
                "sql: the statement names " + name + ", and the exchange has no header or variable of that name"
                        + (body instanceof ShortMessage
                                ? ""
                                : "; the route has replaced the message by another body, which has none either"));
    }

    /** Drivers take strings without U+0000 and java.time's offset times, but not every other kind of time. */
    private static Object forJdbc(Object value) {
        if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
            return SqlText.of(value.toString());
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof Date date && value.getClass() == Date.class ? new Timestamp(date.getTime()) : value;
    }
}
