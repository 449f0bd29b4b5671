// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.database.DatabaseSettings;

class H2MessageWaitingTest extends MessageWaitingContract {

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:h2:mem:waiting;DB_CLOSE_DELAY=-1", "", "", 10);
    }
}
