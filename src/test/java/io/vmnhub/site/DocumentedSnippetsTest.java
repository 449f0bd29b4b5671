// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.VmnHub;
import io.vmnhub.site.Snippet.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** The examples on the pages are what they look like: JSON, XML, commands and requests that the hub understands. */
class DocumentedSnippetsTest {

    private static final List<Snippet> SNIPPETS = Snippet.all(Path.of(""));
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?(?:\\S*/)?vmn-hub (.*)$");
    private static final Pattern URL =
            Pattern.compile("(?:http://127\\.0\\.0\\.1:(?:8080|9090)|\\$M|\\$BASE)(/?[^\"' \n]*)");
    private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
    private static final String MESSAGES = "/v1/smsmessaging/inbound/registrations/acme/messages";

    private static Stream<Snippet> of(Kind kind) {
        return SNIPPETS.stream().filter(snippet -> snippet.kind() == kind);
    }

    static Stream<Snippet> json() {
        return of(Kind.JSON);
    }

    static Stream<Snippet> xml() {
        return of(Kind.XML);
    }

    @Test
    void everyFenceNamesALanguageThatTheTestsKnow() {
        assertThat(of(Kind.UNKNOWN))
                .as("fences whose language is not one of Snippet.Kind; output is text")
                .isEmpty();
        assertThat(SNIPPETS).hasSizeGreaterThan(120);
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonIsJson(Snippet snippet) throws JsonProcessingException {
        String text = snippet.text()
                .replace("{…}", "{}")
                .replace("[…]", "[]")
                .replaceAll("(?<!\")\\$\\{json:\\w+}", "\"\""); // a template's whole value
        new ObjectMapper().readTree(text.startsWith("\"") ? "{" + text + "}" : text);
    }

    @ParameterizedTest
    @MethodSource("xml")
    void xmlIsWellFormed(Snippet snippet) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<all>" + snippet.text() + "</all>")));
    }

    static Stream<String> commands() {
        return of(Kind.SHELL)
                .flatMap(snippet -> COMMAND.matcher(snippet.text())
                        .results()
                        .map(found -> found.group(1).replaceFirst("\\s+(#|2?>|&|\\|).*", "")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHubUnderstandsItsCommands(String arguments) {
        CommandLine hub = VmnHub.commandLine();
        hub.parseArgs(words(arguments));
    }

    /** As a shell would split them. */
    private static String[] words(String arguments) {
        return Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)")
                .matcher(arguments)
                .results()
                .map(found -> Stream.of(1, 2, 3)
                        .map(found::group)
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElseThrow())
                .toArray(String[]::new);
    }

    static Stream<String> mavenCommands() {
        return of(Kind.SHELL).flatMap(snippet -> snippet.text().lines()).filter(line -> line.startsWith("mvn "));
    }

    @ParameterizedTest
    @MethodSource("mavenCommands")
    void mavenHasTheProfilesAndTheTests(String command) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Matcher profile = Pattern.compile(" -P(\\w+)").matcher(command);
        while (profile.find()) {
            assertThat(pom).contains("<id>" + profile.group(1) + "</id>");
        }
        Matcher type = Pattern.compile("-D(?:test|it\\.test|benchmark\\.main)=([\\w.]+)")
                .matcher(command);
        while (type.find()) {
            if (!type.group(1).equals("none")) {
                String file = type.group(1).replaceFirst(".*\\.", "") + ".java";
                try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
                    assertThat(tests).anyMatch(test -> test.endsWith(file));
                }
            }
        }
    }

    static Stream<String> requests() {
        return of(Kind.SHELL)
                .flatMap(snippet -> Arrays.stream(snippet.text().split("\n(?=curl )")))
                .filter(command -> command.startsWith("curl "));
    }

    /** Of a contract, or of what the contracts do not hold: SOAP, health, metrics. */
    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreThoseOfTheContracts(String request) throws IOException {
        Matcher url = URL.matcher(request);
        assertThat(url.find()).as("a URL of the hub in %s", request).isTrue();
        String path = path(url);
        if (path.matches("/soap/(ReceiveSms|SmsNotificationManager)|/observe/(health|metrics)(/.*)?")) {
            return;
        }
        Matcher given = METHOD.matcher(request);
        String method = given.find() ? given.group(1) : request.contains(" -d ") ? "POST" : "GET";
        List<String> operations = new ArrayList<>();
        for (String contract : List.of("management", "northbound")) {
            JsonNode paths = new ObjectMapper()
                    .readTree(Path.of("src/main/resources/openapi/" + contract + ".json")
                            .toFile())
                    .path("paths");
            paths.fieldNames()
                    .forEachRemaining(template -> paths.path(template)
                            .fieldNames()
                            .forEachRemaining(
                                    operation -> operations.add(operation.toUpperCase(Locale.ROOT) + " " + template)));
        }
        assertThat(operations)
                .as("%s %s", method, path)
                .anyMatch(operation -> (method + " " + path)
                        .matches(Pattern.compile("\\{\\w+}").matcher(operation).replaceAll("[^/]+")));
    }

    private static String path(MatchResult url) {
        String path = url.group(1).replaceFirst("\\?.*", "");
        return url.group().startsWith("$M")
                ? "/manage/v1" + path
                : url.group().startsWith("$BASE") ? MESSAGES + path : path;
    }
}
