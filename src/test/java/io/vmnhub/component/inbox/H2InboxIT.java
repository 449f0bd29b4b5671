// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.database.DatabaseSettings;

class H2InboxIT extends InboxContract {

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:h2:mem:inbox;DB_CLOSE_DELAY=-1", "", "", 10);
    }
}
