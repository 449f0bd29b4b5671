// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;

/** Where notifications go (TS 29.199-01, SimpleReference). JAXB reads and writes it. */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "SimpleReference",
        namespace = ParlayFaults.COMMON,
        propOrder = {"endpoint", "interfaceName", "correlator"})
public final class SimpleReference {

    @XmlElement(required = true)
    private final String endpoint;

    @XmlElement(required = true)
    private final String interfaceName;

    @XmlElement(required = true)
    private final String correlator;

    /** What an application would send. */
    public SimpleReference(String endpoint, String interfaceName, String correlator) {
        this.endpoint = endpoint;
        this.interfaceName = interfaceName;
        this.correlator = correlator;
    }

    /** For JAXB. */
    @SuppressWarnings("unused")
    private SimpleReference() {
        this(null, null, null);
    }

    /** A URL. */
    public String endpoint() {
        return endpoint;
    }

    public String interfaceName() {
        return interfaceName;
    }

    /** Given by the application, and back to it with each notification. */
    public String correlator() {
        return correlator;
    }
}
