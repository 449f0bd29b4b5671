// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Pattern.compile("(?:\\$\\{(?:(?:in\\.)?headers?[.:\\[]['\"]?|headerAs\\()|:#)(Camel[A-Za-z0-9_]*)");
    private static final Pattern CAMEL_HEADER = Pattern.compile("Camel[A-Za-z0-9_]*");
    private static final Pattern CALL = Pattern.compile(
            "\\$\\{((?:in\\.)?(?:mandatoryBody|body|headers?|variable|exchangeProperty|exchange)[^{}]*\\([^{}]*)}");
    private static final Pattern REGEX =
            Pattern.compile("\\b(?:not )?regex\\s+(?:'((?:\\\\.|[^'\\\\])*)'|\"((?:\\\\.|[^\"\\\\])*)\")");

    private static final Map<Character, Character> CLOSING = Map.of('(', ')', '[', ']');

    private final KnownHeaders headers;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> hints = new ArrayList<>();

    /**
     * @param files all routes and Kamelets: what one sets another may read
     * @param uses of endpoints in them
     */
    ExpressionCheck(List<YamlFile> files, List<EndpointUse> uses) {
        headers = new KnownHeaders(uses);
        files.forEach(file -> setHeaders(file, "", "", file.json()));
        files.forEach(file -> visit(file, "", "", file.json()));
    }

    List<Finding> findings() {
        return findings;
    }

    /** What may well be meant otherwise. */
    List<Finding> hints() {
        return hints;
    }

    /** Notes which headers the steps {@code setHeader} and {@code setHeaders} set. */
    private void setHeaders(YamlFile file, String pointer, String step, JsonNode node) {
        String name = node.path("name").asText();
        if (step.equals("setHeader") && node.isObject() && !name.isEmpty()) {
            headers.set(name);
            headers.hintAtSet(name).ifPresent(hint -> hints.add(at(file, pointer + "/name", hint)));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            setHeaders(file, pointer + "/" + i, step.equals("headers") ? "setHeader" : step, node.get(i));
        }
        node.properties()
                .forEach(entry ->
                        setHeaders(file, YamlFile.pointer(pointer, entry.getKey()), entry.getKey(), entry.getValue()));
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
        if (key.equals("header") && CAMEL_HEADER.matcher(text).matches()) {
            header(file, pointer, text);
        }
        Matcher names = HEADER.matcher(text);
        while (names.find()) {
            header(file, pointer, names.group(1));
        }
        if (key.equals("simple")) {
            Matcher calls = CALL.matcher(text);
            while (calls.find()) {
                unclosed(calls.group(1))
                        .ifPresent(what -> found(
                                file,
                                pointer,
                                "the simple expression '" + text + "' is wrong: in " + calls.group() + " " + what));
            }
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
        headers.problem(name).ifPresent(problem -> found(file, pointer, problem));
        headers.hintAtRead(name).ifPresent(hint -> hints.add(at(file, pointer, hint)));
    }

    private void regex(YamlFile file, String pointer, String regex) {
        if (EndpointUse.isDynamic(regex)) {
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
                            + unclosed(text)
                                    .orElse(String.valueOf(cause.getMessage()).split("\\R", 2)[0]));
        }
    }

    /** The bracket or quote that is open at the end. */
    private static Optional<String> unclosed(String xpath) {
        Deque<Character> open = new ArrayDeque<>();
        for (char each : xpath.toCharArray()) {
            boolean quoted = !open.isEmpty() && (open.peek() == '\'' || open.peek() == '"');
            if (quoted ? each == open.peek() : !open.isEmpty() && each == CLOSING.getOrDefault(open.peek(), ' ')) {
                open.pop();
            } else if (!quoted && "'\"([".indexOf(each) >= 0) {
                open.push(each);
            }
        }
        return Optional.ofNullable(open.peek()).map(last -> "the " + last + " is not closed");
    }

    private void found(YamlFile file, String pointer, String message) {
        findings.add(at(file, pointer, message));
    }

    private static Finding at(YamlFile file, String pointer, String message) {
        return Finding.of(file.path(), file.position(pointer).line(), message);
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
