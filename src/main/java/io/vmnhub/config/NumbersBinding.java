// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.NetworkNode;
import io.vmnhub.numbering.NumberImport;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.OverlappingRangesException;
import io.vmnhub.sms.EightBitText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code numbers.yaml}: ranges of VMNs, and files of single ones. */
final class NumbersBinding implements Binding<NumberPlan> {

    /**
     * About 400,000 ranges, which take 700 MB of heap while they are read; consecutive numbers take one range however
     * many they are.
     */
    private static final long MOST_BYTES = 32_000_000;

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public Optional<NumberPlan> bind(Section root) {
        Map<String, Titles> tenants = tenants(root);
        List<Section> places = new ArrayList<>();
        List<NumberRange> ranges = new ArrayList<>();
        for (Section place : root.sections("ranges")) {
            range(place, tenants).ifPresent(range -> {
                places.add(place);
                ranges.add(range);
            });
        }
        List<Section> files = new ArrayList<>();
        List<NumberImport> imports = new ArrayList<>();
        for (Section file : root.sections("imports")) {
            imported(file, tenants).ifPresent(read -> {
                files.add(file);
                imports.add(read);
            });
        }
        try {
            NumberPlan plan = NumberPlan.of(ranges, imports);
            return root.sound() ? Optional.of(plan) : Optional.empty();
        } catch (OverlappingRangesException e) {
            NumberOverlaps overlaps = new NumberOverlaps(places, ranges, files, imports);
            e.overlaps().forEach(overlaps::report);
            return Optional.empty();
        }
    }

    private static Optional<NumberRange> range(Section place, Map<String, Titles> tenants) {
        if (!place.sound()) {
            return Optional.empty();
        }
        String from = withoutPlus(place.text(place.has("number") ? "number" : "from"));
        String to = withoutPlus(place.text(place.has("number") ? "number" : "to"));
        return settings(place, place.text("application"))
                .map(settings -> titled(settings, tenants))
                .flatMap(settings -> place.build(() -> new NumberRange(from, to, place.text("firstImsi"), settings)));
    }

    private static Optional<NumberImport> imported(Section place, Map<String, Titles> tenants) {
        if (!place.sound()) {
            return Optional.empty();
        }
        Optional<String> application =
                place.has("application") ? Optional.of(place.text("application")) : Optional.empty();
        return settings(place, application.orElse(NumbersFile.NOBODY))
                .flatMap(settings -> new NumbersFile(
                                place.path("file").orElseThrow(),
                                settings,
                                application.isPresent(),
                                one -> titled(one, tenants))
                        .read(problem -> place.problem("file", problem)));
    }

    private static Optional<NumberSettings> settings(Section place, String application) {
        Optional<EightBitText> eightBit = EightBitKeys.read(place);
        return place.build(() -> new NumberSettings(
                application,
                place.has("tenant") ? place.text("tenant") : "",
                place.choice("state", NumberState.ACTIVE),
                place.optionalInteger("diagnostic"),
                place.choice("hlr", NumberSettings.Hlr.OWN),
                place.flag("correlation", false),
                nodes(place),
                title(place, "hlrGlobalTitle"),
                eightBit));
    }

    private static List<NetworkNode> nodes(Section place) {
        List<NetworkNode> nodes = new ArrayList<>();
        title(place, "mscGlobalTitle").ifPresent(title -> nodes.add(new NetworkNode(title, 1)));
        for (Section node : place.sections("mscGlobalTitles")) {
            nodes.add(new NetworkNode(node.text("title"), node.integer("weight", 1)));
        }
        return nodes;
    }

    private static Optional<String> title(Section place, String key) {
        return place.has(key) ? Optional.of(place.text(key)) : Optional.empty();
    }

    /** What the numbers of a tenant have that have none of their own. */
    private record Titles(List<NetworkNode> nodes, Optional<String> hlr) {}

    private static Map<String, Titles> tenants(Section root) {
        Map<String, Titles> tenants = new HashMap<>();
        if (root.has("tenants")) {
            Section all = root.section("tenants");
            for (String name : all.keys()) {
                Section tenant = all.section(name);
                if (tenant.sound()) {
                    tenant.build(() -> new Titles(nodes(tenant), title(tenant, "hlrGlobalTitle")))
                            .ifPresent(titles -> tenants.put(name, titles));
                }
            }
        }
        return tenants;
    }

    private static NumberSettings titled(NumberSettings settings, Map<String, Titles> tenants) {
        Titles titles = tenants.get(settings.tenant());
        return titles == null
                ? settings
                : settings.withTitles(
                        settings.nodes().isEmpty() ? titles.nodes() : settings.nodes(),
                        settings.hlrGlobalTitle().or(titles::hlr));
    }

    static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
