// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.screening.GrayCombination;
import io.vmnhub.screening.Screening;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * {@code /screening/gray}: the combinations that gray listing remembers, found and forgotten by what they consist of.
 */
public final class ScreeningGrayResource implements ManagementResource {

    private static final String PATH = "/screening/gray";
    private static final String SMSC = "smsc";
    private static final String ORIGINATING_ADDRESS = "originatingAddress";
    private static final String VMN = "vmn";
    private static final Comparator<GrayCombination> ORDER = Comparator.comparing(GrayCombination::smsc)
            .thenComparing(GrayCombination::vmn)
            .thenComparing(GrayCombination::originatingAddress);

    private final Screening screening;

    public ScreeningGrayResource(Screening screening) {
        this.screening = screening;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH)
                .handler(request -> working(
                        request,
                        () -> found(request),
                        found -> Pages.send(
                                request,
                                found,
                                one -> form(one, ManagementApi.operator(request).role()))));
        router.delete(PATH).handler(this::forget);
    }

    private List<GrayCombination> found(RoutingContext request) {
        return screening
                .grayCombinations(asked(request, SMSC), asked(request, ORIGINATING_ADDRESS), asked(request, VMN))
                .stream()
                .sorted(ORDER)
                .toList();
    }

    private void forget(RoutingContext request) {
        Optional<String> smsc = asked(request, SMSC);
        Optional<String> originatingAddress = asked(request, ORIGINATING_ADDRESS);
        Optional<String> vmn = asked(request, VMN);
        if (smsc.isEmpty() && originatingAddress.isEmpty() && vmn.isEmpty()) {
            throw ProblemException.of(
                    400,
                    "one of " + SMSC + ", " + ORIGINATING_ADDRESS + " and " + VMN
                            + " must say what is to be forgotten");
        }
        working(
                request,
                () -> screening.forgetGray(smsc, originatingAddress, vmn),
                forgotten -> Pages.send(request, Pages.object().put("forgotten", forgotten)));
    }

    private static Optional<String> asked(RoutingContext request, String name) {
        return Optional.ofNullable(request.queryParams().get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** There may be a million of them: not on the event loop. */
    private static <T> void working(RoutingContext request, Callable<T> work, Consumer<T> answer) {
        ManagementApi.onWorker(request, true, work, answer);
    }

    private static ObjectNode form(GrayCombination combination, Operator.Role reader) {
        return Pages.object()
                .put(SMSC, combination.smsc())
                .put(ORIGINATING_ADDRESS, reader.visible(combination.originatingAddress()))
                .put(VMN, reader.visible(combination.vmn()))
                .put("passes", combination.passes())
                .put("since", combination.since().toString());
    }
}
