// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.io.File;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The hub's own jars, by the artifact ids in their names. */
public final class ShippedJars {

    private static final Pattern JAR = Pattern.compile("(.+?)-\\d[^/]*\\.jar");

    private ShippedJars() {}

    /** Those of a class path, {@code netty-common-4.1.130.Final.jar} as {@code netty-common}. */
    public static Set<String> of(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(element -> JAR.matcher(new File(element).getName()))
                .filter(Matcher::matches)
                .map(jar -> jar.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }
}
