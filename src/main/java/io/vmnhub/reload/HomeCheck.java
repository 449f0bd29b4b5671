// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.util.List;

/** Says what is wrong in a hub's files, apart from what runs. */
public interface HomeCheck {

    /** A hub that takes its files as they are; they have been checked elsewhere. */
    HomeCheck NONE = (home, properties, routes) -> List.of();

    /**
     * @param routes whether routes and Kamelets are made, too, in a context of their own that is thrown away
     * @return empty when nothing is wrong
     * @throws IOException when a folder cannot be read
     */
    List<Finding> findings(HubHome home, HubProperties properties, boolean routes) throws IOException;
}
