// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Builds the tree of one YAML document from the parser's events. Unlike the parser's own composer it reports every
 * duplicate key, and it bounds depth and what aliases may grow to (a "billion laughs" file is refused before it grows).
 */
final class YamlComposer {

    private static final int MOST_LEVELS = 64;
    private static final long MOST_NODES_BY_ALIASES = 10_000;

    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    /** Each key once, however often a list repeats it. */
    private final Map<String, String> words = new HashMap<>();

    private long written;

    YamlComposer(String text, LoadSettings settings, Problems problems) {
        this.problems = problems;
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** @return empty for a file without content */
    Optional<YamlNode> document() {
        YamlNode root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (root != null) {
                        throw new Refusal(
                                position(event), "a second document begins ('---'): one file has one document");
                    }
                }
                default -> root = node(event, 1);
            }
        }
        return Optional.ofNullable(root);
    }

    private YamlNode node(Event event, int level) {
        if (level > MOST_LEVELS) {
            throw new Refusal(position(event), "more than " + MOST_LEVELS + " levels inside each other");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        written++;
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        anchor.ifPresent(anchors::remove);
        YamlNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> sequence(event, level);
            case MappingStart -> mapping(event, level);
            default -> throw new IllegalStateException("the parser sent " + event + " where a value stands");
        };
        anchor.ifPresent(name -> anchors.put(name, node));
        if (node.size() > written + MOST_NODES_BY_ALIASES) {
            throw new Refusal(
                    node.position(),
                    "the aliases (*name) in here grow to more than " + MOST_NODES_BY_ALIASES
                            + " values: write them out");
        }
        return node;
    }

    private YamlNode aliased(AliasEvent alias) {
        YamlNode target = anchors.get(alias.getAlias());
        if (target == null) {
            throw new Refusal(
                    position(alias),
                    "the alias *" + alias.getAlias() + " has no complete anchor &" + alias.getAlias() + " before it");
        }
        return target;
    }

    private static YamlNode scalar(ScalarEvent event) {
        return new YamlNode.Scalar(
                position(event),
                event.getValue(),
                event.isPlain() && event.getTag().isEmpty(),
                false);
    }

    private YamlNode sequence(Event start, int level) {
        List<YamlNode> items = new ArrayList<>();
        long size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            YamlNode item = node(event, level + 1);
            size += item.size();
            items.add(item);
        }
        return new YamlNode.Sequence(position(start), items, size);
    }

    private YamlNode mapping(Event start, int level) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(4);
        long size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            Position place = position(event);
            YamlNode key = node(event, level + 1);
            YamlNode value = node(next(), level + 1);
            size += key.size() + value.size();
            if (key instanceof YamlNode.Scalar name) {
                YamlNode.Entry earlier = entries.putIfAbsent(
                        words.computeIfAbsent(name.text(), word -> word), new YamlNode.Entry(place, value));
                if (earlier != null) {
                    problems.add(
                            place,
                            "",
                            "key '" + name.text() + "' is given twice: first in line "
                                    + earlier.key().line());
                }
            } else {
                problems.add(
                        place,
                        "",
                        "a key is one word, not " + key.kind() + "; a placeholder needs quotes: \"{{name}}\"");
            }
        }
        return new YamlNode.Mapping(position(start), entries, size);
    }

    private Event next() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.Comment) {
            event = events.next();
        }
        return event;
    }

    private static Position position(Event event) {
        return event.getStartMark()
                .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Position.WHOLE_FILE);
    }

    /** What makes the rest of the file unreadable. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient Position position;

        Refusal(Position position, String message) {
            super(message);
            this.position = position;
        }

        Position position() {
            return position;
        }
    }
}
