// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Random;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;

class HeaderMapsTest {

    private final HeaderMaps maps = new HeaderMaps();

    @Test
    void namesHaveNoCase() {
        Map<String, Object> headers = maps.newMap();
        headers.put("CamelSmsText", "one");
        headers.put("camelsmstext", "two");
        assertThat(headers).hasSize(1).containsEntry("CAMELSMSTEXT", "two");
        assertThat(headers.remove("CamelSMSText")).isEqualTo("two");
        assertThat(headers).isEmpty();
    }

    @Test
    void whateverIsDoneTheyHoldWhatCamelsOwnHold() {
        Map<String, Object> headers = maps.newMap();
        Map<String, Object> camels = new CaseInsensitiveMap();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String name = "Camel" + (char) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26))
                    + "x".repeat(random.nextInt(4));
            switch (random.nextInt(3)) {
                case 0 -> assertThat(headers.put(name, i)).isEqualTo(camels.put(name, i));
                case 1 -> assertThat(headers.remove(name)).isEqualTo(camels.remove(name));
                default -> assertThat(headers.get(name)).isEqualTo(camels.get(name));
            }
        }
        assertThat(new CaseInsensitiveMap(headers)).isEqualTo(camels);
        assertThat(maps.newMap(camels)).isEqualTo(headers).isNotSameAs(headers);
    }

    @Test
    void exchangesOfAContextHaveThem() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ShortMessageSupport.register(context);
            DefaultExchange exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader("One", 1);
            assertThat(maps.isInstanceOf(exchange.getMessage().getHeaders())).isTrue();
            assertThat(exchange.getMessage().getHeader("oNE")).isEqualTo(1);
        }
    }

    @Test
    void theyCanBeSerialized() throws Exception {
        Map<String, Object> headers = maps.newMap(Map.of("One", 1));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(headers);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(headers);
        }
    }
}
