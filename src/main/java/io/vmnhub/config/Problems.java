// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been found wrong in one file so far. */
final class Problems {

    /** A file that is wrong everywhere need not be listed in full. */
    private static final int MOST_LISTED = 100;

    private record Said(Position position, String message) {}

    private final Path file;
    private final List<Finding> errors = new ArrayList<>();
    private final Set<Said> said = new HashSet<>();
    private final Set<String> pointers = new HashSet<>();
    private final Set<String> touched = new HashSet<>();

    Problems(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** @param pointer of the value that is wrong: it and all that holds it count as touched */
    void add(Position position, String pointer, String message) {
        pointers.add(pointer);
        for (String outer = pointer; touched.add(outer) && !outer.isEmpty(); ) {
            outer = outer.substring(0, outer.lastIndexOf('/'));
        }
        if (said.add(new Said(position, message))) { // a value behind several aliases is reported once
            errors.add(Finding.of(file, position, message));
        }
    }

    boolean none() {
        return errors.isEmpty();
    }

    /** Whether something is wrong with the value at the pointer itself. */
    boolean at(String pointer) {
        return pointers.contains(pointer);
    }

    /** Whether something is wrong with the value at the pointer or with one inside it. */
    boolean touch(String pointer) {
        return touched.contains(pointer);
    }

    /** In the order of their places; a long list ends with how many more there are. */
    List<Finding> list() {
        List<Finding> sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparing(error -> new Position(error.line(), error.column())));
        if (sorted.size() <= MOST_LISTED) {
            return List.copyOf(sorted);
        }
        List<Finding> listed = new ArrayList<>(sorted.subList(0, MOST_LISTED));
        listed.add(Finding.of(file, Position.WHOLE_FILE, "and " + (sorted.size() - MOST_LISTED) + " more errors"));
        return List.copyOf(listed);
    }
}
