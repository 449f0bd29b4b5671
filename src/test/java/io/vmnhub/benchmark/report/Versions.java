// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was measured.
 *
 * @param commit of the checkout, with {@code -dirty} when files differ from it
 */
public record Versions(String commit, String camel, String jss7, String artemis) {

    private static final String UNKNOWN = "unknown";
    private static final long GIT_SECONDS = 20;

    /** Those of this class path and of the checkout in the current folder. */
    public static Versions here() throws IOException, InterruptedException {
        return new Versions(describe(), ofJar("camel-api"), ofJar("map-impl"), ofJar("artemis-server"));
    }

    private static String describe() throws IOException, InterruptedException {
        if (!new File(".git").exists()) {
            return UNKNOWN; // sources without their history
        }
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer : UNKNOWN;
    }

    /** By the jar's name. */
    static String ofJar(String artifact) {
        Matcher jar = Pattern.compile(
                        "(?:^|[/\\\\])" + artifact + "-(\\d[^/\\\\]*)\\.jar(?:" + File.pathSeparator + "|$)")
                .matcher(System.getProperty("java.class.path"));
        return jar.find() ? jar.group(1) : UNKNOWN;
    }
}
