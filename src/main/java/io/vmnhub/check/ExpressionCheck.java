// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.inbound.ScreeningConstants;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

/**
 * What is wrong inside expressions that Camel only sees with the first message: regular expressions, names of the hub's
 * headers, XPath.
 */
final class ExpressionCheck {

    private static final Pattern HEADER =
            Pattern.compile("\\$\\{(?:in\\.)?headers?[.:\\[]['\"]?(CamelS(?:ms|s7Map)[A-Za-z0-9_]*)");
    private static final Pattern HUB_HEADER = Pattern.compile("CamelS(?:ms|s7Map)[A-Za-z0-9_]*");
    private static final Pattern REGEX =
            Pattern.compile("\\b(?:not )?regex\\s+(?:'((?:\\\\.|[^'\\\\])*)'|\"((?:\\\\.|[^\"\\\\])*)\")");

    /** Headers by their names in lower case, as Camel compares them. */
    private final Map<String, String> headers = new TreeMap<>();

    private final List<Finding> findings = new ArrayList<>();

    /** @param files all routes and Kamelets: what one sets another may read */
    ExpressionCheck(List<YamlFile> files) {
        for (Class<?> constants : List.of(SmsConstants.class, Ss7MapConstants.class, ScreeningConstants.class)) {
            for (Field field : constants.getFields()) {
                if (field.getType() == String.class) {
                    add(value(field));
                }
            }
        }
        files.forEach(file -> file.json()
                .findParents("setHeader")
                .forEach(step -> add(step.path("setHeader").path("name").asText())));
        files.forEach(file -> file.json()
                .findValues("setHeaders")
                .forEach(step -> step.path("headers")
                        .forEach(header -> add(header.path("name").asText()))));
        files.forEach(file -> visit(file, "", "", file.json()));
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    List<Finding> findings() {
        return findings;
    }

    private void add(String header) {
        headers.put(header.toLowerCase(Locale.ROOT), header);
    }

    private void visit(YamlFile file, String pointer, String key, JsonNode node) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            visit(file, pointer + "/" + i, key, node.get(i));
        }
        node.properties().forEach(entry -> {
            boolean plain =
                    entry.getKey().equals("expression") && entry.getValue().isTextual();
            if (!YamlFile.pointer(pointer, entry.getKey()).startsWith("/spec/definition")) {
                visit(file, YamlFile.pointer(pointer, entry.getKey()), plain ? key : entry.getKey(), entry.getValue());
            }
        });
        if (node.isTextual()) {
            text(file, pointer, key, node.asText());
        }
    }

    private void text(YamlFile file, String pointer, String key, String text) {
        if (key.equals("header") && HUB_HEADER.matcher(text).matches()) {
            header(file, pointer, text);
        }
        Matcher names = HEADER.matcher(text);
        while (names.find()) {
            header(file, pointer, names.group(1));
        }
        if (key.equals("simple")) {
            Matcher operands = REGEX.matcher(text);
            while (operands.find()) {
                regex(file, pointer, operands.group(1) == null ? operands.group(2) : operands.group(1));
            }
        }
        if (key.equals("xpath") && !text.contains("{{")) {
            xpath(file, pointer, text);
        }
    }

    private void header(YamlFile file, String pointer, String name) {
        if (!headers.containsKey(name.toLowerCase(Locale.ROOT))) {
            found(
                    file,
                    pointer,
                    "there is no header " + name
                            + DidYouMean.to(name, headers.values())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(": docs/routes.md lists them"));
        }
    }

    private void regex(YamlFile file, String pointer, String regex) {
        if (regex.contains("${") || regex.contains("{{")) {
            return;
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            found(
                    file,
                    pointer,
                    "the regular expression '" + regex + "' is wrong at character " + (e.getIndex() + 1) + ": "
                            + e.getDescription());
        }
    }

    private void xpath(YamlFile file, String pointer, String text) {
        XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.setNamespaceContext(new AnyNamespace());
        xpath.setXPathVariableResolver(name -> "");
        xpath.setXPathFunctionResolver((name, arity) -> arguments -> "");
        try {
            xpath.compile(text);
        } catch (XPathExpressionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            found(
                    file,
                    pointer,
                    "the xpath expression '" + text + "' is wrong: "
                            + String.valueOf(cause.getMessage()).split("\\R", 2)[0]);
        }
    }

    private void found(YamlFile file, String pointer, String message) {
        findings.add(Finding.of(file.path(), file.position(pointer).line(), message));
    }

    /** Prefixes are declared elsewhere, or are Camel's own. */
    private static final class AnyNamespace implements NamespaceContext {

        @Override
        public String getNamespaceURI(String prefix) {
            return prefix.isEmpty() ? XMLConstants.NULL_NS_URI : "urn:" + prefix;
        }

        @Override
        public String getPrefix(String uri) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String uri) {
            return Collections.emptyIterator();
        }
    }
}
