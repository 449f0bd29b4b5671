// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.sms.ShortMessage;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A message's JSON form as a map that cannot be changed. It is made when a value is first asked for: Camel's components
 * ask for a map to look whether it has a name, far more often than for a value. Not for several threads at a time.
 */
final class MessageFields extends AbstractMap<String, Object> {

    /** The names of the JSON form, which are always all there. */
    static final Set<String> NAMES = Set.of(
            "id",
            "identity",
            "kind",
            "from",
            "fromType",
            "fromNumberingPlan",
            "to",
            "text",
            "data",
            "charset",
            "alphabet",
            "dataCodingScheme",
            "messageClass",
            "protocolIdentifier",
            "messagesWaiting",
            "applicationPorts",
            "serviceCentreAddress",
            "serviceCentreTimestamp",
            "receivedAt",
            "userDataHeader",
            "concatenation",
            "userData",
            "flags",
            "statusReport");

    private final ShortMessage message;
    private final ObjectMapper mapper;
    private Map<String, Object> fields;

    MessageFields(ShortMessage message, ObjectMapper mapper) {
        this.message = message;
        this.mapper = mapper;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields() {
        if (fields == null) {
            fields = mapper.convertValue(message, Map.class);
        }
        return fields;
    }

    @Override
    public boolean containsKey(Object name) {
        return NAMES.contains(name);
    }

    @Override
    public Object get(Object name) {
        return containsKey(name) ? fields().get(name) : null;
    }

    @Override
    public int size() {
        return NAMES.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Collections.unmodifiableMap(fields()).entrySet();
    }
}
