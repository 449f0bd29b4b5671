// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.reload.ReloadResult;
import io.vmnhub.reload.ReloadService;
import java.nio.file.Path;
import java.util.List;

/** {@code /reload} has changed files taken, or only checked; {@code /changes} says what became of them. */
public final class ReloadResource implements ManagementResource {

    private final ReloadService reload;
    private final HubHome home;

    public ReloadResource(ReloadService reload, HubHome home) {
        this.reload = reload;
        this.home = home;
    }

    @Override
    public void mount(Router router) {
        router.get("/changes").handler(request -> {
            ObjectNode changes = form(reload.last());
            changes.remove("dryRun");
            changes.set("refused", findings(reload.refused()));
            Pages.send(request, changes.put("formerRoutes", reload.formerRoutes()));
        });
        router.post("/reload").handler(this::reload);
    }

    private void reload(RoutingContext request) {
        String wanted = request.queryParam("dryRun").stream().findFirst().orElse("false");
        if (!wanted.matches("true|false")) {
            throw ProblemException.invalid("dryRun", "dryRun must be true or false");
        }
        boolean dryRun = wanted.equals("true");
        Future.fromCompletionStage(reload.reload(dryRun), request.vertx().getOrCreateContext())
                .onSuccess(result -> {
                    if (!dryRun) {
                        ManagementApi.note(request, "files " + result.outcome().word());
                    }
                    Pages.send(request, form(result));
                })
                .onFailure(request::fail);
    }

    private ObjectNode form(ReloadResult result) {
        ObjectNode form = Pages.object()
                .put("at", result.at().toString())
                .put("outcome", result.outcome().word())
                .put("dryRun", result.dryRun());
        ArrayNode changed = form.putArray("changed");
        result.changed().forEach(file -> changed.add(name(file)));
        form.set("findings", findings(result.findings()));
        ArrayNode later = form.putArray("nextStart");
        result.later().forEach((file, keys) -> {
            ObjectNode one = later.addObject().put("file", name(file));
            ArrayNode what = one.putArray("keys");
            keys.forEach(what::add);
        });
        return form;
    }

    private ArrayNode findings(List<Finding> findings) {
        ArrayNode all = Pages.object().putArray("findings");
        for (Finding finding : findings) {
            all.addObject()
                    .put("file", name(finding.file()))
                    .put("line", finding.line())
                    .put("column", finding.column())
                    .put("message", finding.text(home.folder()));
        }
        return all;
    }

    private String name(Path file) {
        return file.startsWith(home.folder()) ? home.folder().relativize(file).toString() : file.toString();
    }
}
