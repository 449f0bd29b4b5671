// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.check.HubCheck;
import io.vmnhub.config.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Writes what {@code check} has found, for people and for programs. */
final class CheckPrinter {

    private final HubCheck.Result result;
    private final PrintWriter out;

    CheckPrinter(HubCheck.Result result, PrintWriter out) {
        this.result = result;
        this.out = out;
    }

    /** One line a finding, as compilers write it. */
    void text() {
        result.lines().forEach(out::println);
        result.warnings().forEach(warning -> out.println("warning: " + warning.line(home())));
        result.hints().forEach(hint -> out.println("hint: " + hint.line(home())));
        if (result.findings().isEmpty()) {
            out.println(result.files() + " files are good");
        }
    }

    /** One JSON document. */
    void json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("good", result.findings().isEmpty()).put("files", result.files());
        ArrayNode findings = document.putArray("findings");
        add(findings, "error", result.findings());
        add(findings, "warning", result.warnings());
        add(findings, "hint", result.hints());
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the findings cannot be written as JSON", e);
        }
    }

    private void add(ArrayNode all, String severity, List<Finding> findings) {
        for (Finding finding : findings) {
            ObjectNode one = all.addObject()
                    .put("severity", severity)
                    .put("file", home().relativize(finding.file()).toString());
            if (finding.line() > 0) {
                one.put("line", finding.line());
            }
            if (finding.column() > 0) {
                one.put("column", finding.column());
            }
            one.put("message", finding.text(home()));
        }
    }

    /** Workflow commands of GitHub Actions, which become annotations of the files. */
    void github() {
        annotate("error", result.findings());
        annotate("warning", result.warnings());
        annotate("notice", result.hints());
    }

    private void annotate(String command, List<Finding> findings) {
        Path here = Path.of("").toAbsolutePath();
        for (Finding finding : findings) {
            Path file = finding.file().startsWith(here)
                    ? here.relativize(finding.file()) // as the repository has it
                    : home().relativize(finding.file());
            out.println("::" + command + " file=" + property(file.toString())
                    + (finding.line() > 0 ? ",line=" + finding.line() : "")
                    + (finding.line() > 0 && finding.column() > 0 ? ",col=" + finding.column() : "")
                    + "::" + data(finding.text(home())));
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private Path home() {
        return result.home().folder();
    }
}
