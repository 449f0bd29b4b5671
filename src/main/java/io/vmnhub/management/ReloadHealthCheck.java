// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.reload.ReloadService;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * What is wrong in changed files, so that they are not in force, and what waits for the next start. Always up: the hub
 * works by the files that it had.
 */
public final class ReloadHealthCheck extends AbstractHealthCheck {

    private static final int MOST_FINDINGS = 20;

    private final ReloadService reload;
    private final HubHome home;

    public ReloadHealthCheck(ReloadService reload, HubHome home) {
        super("vmnhub", "reload");
        this.reload = reload;
        this.home = home;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<Finding> refused = reload.refused();
        builder.detail("files", refused.isEmpty() ? "in force" : "degraded: changed files are wrong and not in force");
        for (int i = 0; i < Math.min(refused.size(), MOST_FINDINGS); i++) {
            builder.detail("finding." + (i + 1), refused.get(i).line(home.folder()));
        }
        reload.last()
                .later()
                .forEach((file, keys) ->
                        builder.detail("nextStart." + home.folder().relativize(file), String.join(", ", keys)));
        if (!refused.isEmpty()) {
            builder.message("changed files are wrong, and the hub keeps what it had: "
                    + refused.get(0).line(home.folder()));
        }
        builder.up();
    }
}
